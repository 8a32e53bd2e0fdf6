-- Written by bundles, and by a ward that was restored: the ward may have the file without this device's having sent it.
ALTER TABLE file ADD COLUMN carried INTEGER NOT NULL DEFAULT 0 CHECK (carried IN (0, 1));
