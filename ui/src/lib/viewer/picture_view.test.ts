import { expect, test } from 'vitest';
import { Gestures } from './gestures';
import { NEAREST, PictureView, STEP } from './picture_view.svelte';

/** A photo of 4000 × 2000 in a room of 1000 × 1000. */
function looked() {
  const view = new PictureView();
  view.room = { width: 1000, height: 1000 };
  view.show({ width: 4000, height: 2000 });
  return view;
}

test('the whole is shown first, as large as there is room, also lying on its side', () => {
  const view = looked();
  expect([view.zoom, view.drawn]).toEqual([1, { width: 1000, height: 500 }]);
  view.room = { width: 1000, height: 500 };
  view.rotate();
  expect([view.turn, view.drawn]).toEqual([90, { width: 500, height: 250 }]);
});

test('what is at the finger stays at the finger while it comes nearer', () => {
  const view = looked();
  // From the picture's middle, in its own size: the same before and after.
  const under = (x: number, y: number) => [(x - view.middle.x) / view.zoom, (y - view.middle.y) / view.zoom];
  view.zoomBy(4);
  const before = under(120, -90);
  view.zoomBy(1.5, { x: 120, y: -90 });
  expect(view.zoom).toBe(6);
  for (const [axis, place] of under(120, -90).entries()) expect(place).toBeCloseTo(before[axis] ?? NaN);
});

test('it comes no nearer than makes sense, and no farther than the whole', () => {
  const view = looked();
  for (let step = 0; step < 20; step++) view.zoomBy(STEP);
  expect(view.zoom).toBe(NEAREST);
  for (let step = 0; step < 20; step++) view.zoomBy(1 / STEP);
  expect([view.zoom, view.middle]).toEqual([1, { x: 0, y: 0 }]);
});

test('it is moved as far as its edge, and says when there is no more', () => {
  const view = looked();
  expect(view.moveBy(100, 0)).toBe(false);
  view.zoomBy(3);
  expect(view.moveBy(5000, 5000)).toBe(true);
  expect(view.middle).toEqual({ x: 1000, y: 250 });
  expect(view.moveBy(50, 0)).toBe(false);
  view.room = { width: 500, height: 1000 };
  expect(view.middle).toEqual({ x: 500, y: 0 });
});

test('turned four times it stands as it stood; another picture is whole and upright', () => {
  const view = looked();
  view.zoomBy(4, { x: 100, y: 0 });
  const turns = [1, 2, 3, 4].map(() => (view.rotate(), view.turn));
  expect([turns, view.zoom]).toEqual([[90, 180, 270, 0], 1]);
  view.rotate();
  view.zoomBy(2);
  view.show({ width: 10, height: 20 });
  expect([view.turn, view.zoom, view.drawn]).toEqual([0, 1, { width: 500, height: 1000 }]);
});

test('nothing is drawn before its size and the room are known', () => {
  const view = new PictureView();
  expect(view.drawn).toEqual({ width: 0, height: 0 });
  view.zoomBy(2);
  expect([view.middle, view.moveBy(1, 1)]).toEqual([{ x: 0, y: 0 }, false]);
});

test('one finger moves it, two bring it nearer, and a lifted one leaves it to the other', () => {
  const view = looked();
  view.zoomBy(2);
  const fingers = new Gestures(view);
  fingers.move(1, { x: 500, y: 0 });
  expect(view.middle).toEqual({ x: 0, y: 0 });
  fingers.down(1, { x: 0, y: 0 });
  fingers.move(1, { x: 100, y: 0 });
  expect([view.zoom, view.middle]).toEqual([2, { x: 100, y: 0 }]);
  fingers.down(2, { x: 300, y: 0 });
  fingers.move(2, { x: 500, y: 0 });
  expect(view.zoom).toBe(4);
  fingers.up(2);
  const { x } = view.middle;
  fingers.move(1, { x: 90, y: 0 });
  expect([view.zoom, view.middle.x]).toEqual([4, x - 10]);
});
