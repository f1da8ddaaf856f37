-- A history as version 1 left it. Frozen: it must stay what that version wrote.
PRAGMA application_id = 1634956153;
CREATE TABLE runs (
  id INTEGER PRIMARY KEY AUTOINCREMENT, started TEXT NOT NULL, operation TEXT NOT NULL,
  endpoint TEXT NOT NULL, spec_sha256 TEXT NOT NULL, assay TEXT NOT NULL, seed INTEGER NOT NULL,
  settings TEXT NOT NULL, cases INTEGER NOT NULL, requests INTEGER NOT NULL, seconds REAL NOT NULL,
  rate REAL NOT NULL, exit INTEGER NOT NULL, exit_why TEXT NOT NULL, finished INTEGER NOT NULL,
  testable INTEGER NOT NULL, exercised INTEGER NOT NULL, violated INTEGER NOT NULL,
  fresh INTEGER NOT NULL DEFAULT 0, back INTEGER NOT NULL DEFAULT 0,
  gone INTEGER NOT NULL DEFAULT 0);
CREATE INDEX runs_of ON runs (operation, endpoint, id);
CREATE TABLE findings (
  id INTEGER PRIMARY KEY, operation TEXT NOT NULL, endpoint TEXT NOT NULL, key TEXT NOT NULL,
  clause TEXT NOT NULL, oracle TEXT NOT NULL, kind TEXT NOT NULL,
  first_run INTEGER NOT NULL, first_started TEXT NOT NULL,
  last_run INTEGER NOT NULL, last_started TEXT NOT NULL,
  times INTEGER NOT NULL, present INTEGER NOT NULL,
  UNIQUE (operation, endpoint, key));
CREATE TABLE sightings (
  run INTEGER NOT NULL REFERENCES runs (id) ON DELETE CASCADE,
  finding INTEGER NOT NULL REFERENCES findings (id) ON DELETE CASCADE,
  count INTEGER NOT NULL, reproduced INTEGER NOT NULL, replay TEXT NOT NULL,
  PRIMARY KEY (run, finding)) WITHOUT ROWID;
CREATE INDEX sightings_of ON sightings (finding, run);
CREATE TABLE unjudged (
  run INTEGER NOT NULL REFERENCES runs (id) ON DELETE CASCADE,
  finding INTEGER NOT NULL REFERENCES findings (id) ON DELETE CASCADE,
  PRIMARY KEY (run, finding)) WITHOUT ROWID;
CREATE INDEX unjudged_of ON unjudged (finding);
PRAGMA user_version = 1;
INSERT INTO runs VALUES
  (1, '2026-11-01T02:00:00Z', 'lab.Tag', 'http://127.0.0.1:8080', '5ec0', '0.0.9', 1, 'unsigned', 900,
   1800, 0.5, 3600.0, 1, '6 violations in 2 findings', 1, 5, 5, 2, 2, 0, 0),
  (2, '2026-11-02T02:00:00Z', 'lab.Tag', 'http://127.0.0.1:8080', '5ec0', '0.0.9', 1, 'unsigned', 900,
   1800, 0.5, 3600.0, 1, '3 violations in 1 finding', 1, 5, 5, 1, 0, 0, 1);
INSERT INTO findings VALUES
  (1, 'lab.Tag', 'http://127.0.0.1:8080', 'lab.Tag/A/accepted', 'A', 'outcome', 'accepted',
   1, '2026-11-01T02:00:00Z', 2, '2026-11-02T02:00:00Z', 2, 1),
  (2, 'lab.Tag', 'http://127.0.0.1:8080', 'lab.Tag/B/accepted', 'B', 'outcome', 'accepted',
   1, '2026-11-01T02:00:00Z', 1, '2026-11-01T02:00:00Z', 1, 0);
INSERT INTO sightings VALUES (1, 1, 3, 1, 'assay1-A'), (1, 2, 3, 1, 'assay1-B'), (2, 1, 3, 1, 'assay1-A');
