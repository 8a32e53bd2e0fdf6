/** Who takes cash in at the desk. */
export const takesIn = (role: string | undefined): boolean => role === 'leader' || role === 'clerk';
