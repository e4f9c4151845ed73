import FundStore

extension DocumentsModule {
    /// Files that people send: what stands in them, once for each content, and where each belongs.
    public static let filesSchema = """
        -- What stands in files, by its hash: the same content is kept once.
        CREATE TABLE documentFile (
          id        INTEGER PRIMARY KEY AUTOINCREMENT,
          sha256    TEXT NOT NULL UNIQUE CHECK (length(sha256) = 64),
          mediaType TEXT NOT NULL CHECK (mediaType LIKE '_%/_%'),
          byteCount INTEGER NOT NULL CHECK (byteCount BETWEEN 1 AND \(CheckedFile.greatestBytes)),
          storedAt  INTEGER NOT NULL
        ) STRICT;

        CREATE TRIGGER documentFileUnchanged BEFORE UPDATE ON documentFile
        BEGIN SELECT RAISE(ABORT, 'upload-kept'); END;

        \(Migration.neverReplaced(
            "documentFile", by: [["id"], ["sha256"]], code: "upload-kept"))

        CREATE TABLE documentFilePiece (
          fileId INTEGER NOT NULL REFERENCES documentFile(id),
          number INTEGER NOT NULL CHECK (number > 0),
          bytes  BLOB NOT NULL CHECK (length(bytes) BETWEEN 1 AND 262144),
          PRIMARY KEY (fileId, number)
        ) STRICT;

        CREATE TRIGGER documentFilePieceUnchanged BEFORE UPDATE ON documentFilePiece
        BEGIN SELECT RAISE(ABORT, 'upload-kept'); END;

        \(Migration.neverReplaced(
            "documentFilePiece", by: [["fileId", "number"]], code: "upload-kept"))

        -- A file that somebody sent, and where it belongs: nowhere yet, to a draft, to an
        -- application, or to a return about an application's award.
        CREATE TABLE documentUpload (
          id            INTEGER PRIMARY KEY AUTOINCREMENT,
          fileId        INTEGER NOT NULL REFERENCES documentFile(id),
          -- Without folders, control characters and marks of direction.
          name          TEXT NOT NULL CHECK (length(name) BETWEEN 1 AND 120
            AND instr(name, '/') = 0 AND instr(name, char(92)) = 0 AND instr(name, char(10)) = 0),
          uploadedById  INTEGER NOT NULL REFERENCES person(id),
          uploadedAt    INTEGER NOT NULL,
          draftId       INTEGER REFERENCES applicationDraft(id),
          applicationId INTEGER REFERENCES application(id),
          returnId      INTEGER REFERENCES commissioningReturn(id),
          questionKey   TEXT CHECK (questionKey <> ''),
          -- When it was sent with what it belongs to; from then on it stays.
          sentAt        INTEGER,
          CHECK (returnId IS NULL OR (draftId IS NULL AND applicationId IS NOT NULL)),
          CHECK ((questionKey IS NULL) = (coalesce(draftId, applicationId) IS NULL)),
          CHECK (sentAt IS NULL OR applicationId IS NOT NULL)
        ) STRICT;

        CREATE INDEX documentUploadByFile ON documentUpload (fileId);
        CREATE INDEX documentUploadByDraft ON documentUpload (draftId);
        CREATE INDEX documentUploadByApplication ON documentUpload (applicationId, id);
        CREATE INDEX documentUploadByReturn ON documentUpload (returnId);
        CREATE INDEX documentUploadWaiting ON documentUpload (uploadedById, id)
          WHERE questionKey IS NULL;

        \(Migration.neverReplaced("documentUpload", code: "upload-kept"))

        -- A file comes first, and is named in an answer then.
        CREATE TRIGGER documentUploadWaits BEFORE INSERT ON documentUpload
        WHEN NEW.questionKey IS NOT NULL OR NEW.sentAt IS NOT NULL
        BEGIN SELECT RAISE(ABORT, 'upload-kept'); END;

        CREATE TRIGGER documentUploadNumbered BEFORE UPDATE ON documentUpload
        WHEN NEW.id <> OLD.id
        BEGIN SELECT RAISE(ABORT, 'upload-kept'); END;

        -- Whoever names a file can have all of it.
        CREATE TRIGGER documentUploadWhole BEFORE INSERT ON documentUpload
        WHEN (SELECT byteCount FROM documentFile WHERE id = NEW.fileId) IS NOT
          (SELECT sum(length(bytes)) FROM documentFilePiece WHERE fileId = NEW.fileId)
        BEGIN SELECT RAISE(ABORT, 'upload-kept'); END;

        CREATE TRIGGER documentUploadUnchanged BEFORE UPDATE ON documentUpload
        WHEN OLD.sentAt IS NOT NULL OR NEW.fileId <> OLD.fileId OR NEW.name <> OLD.name
          OR NEW.uploadedById <> OLD.uploadedById OR NEW.uploadedAt <> OLD.uploadedAt
          OR (OLD.questionKey IS NOT NULL AND (NEW.questionKey IS NOT OLD.questionKey
            OR NEW.draftId IS NOT OLD.draftId OR NEW.returnId IS NOT OLD.returnId))
        BEGIN SELECT RAISE(ABORT, 'upload-sent'); END;

        CREATE TRIGGER documentUploadSent BEFORE DELETE ON documentUpload
        WHEN OLD.sentAt IS NOT NULL
        BEGIN SELECT RAISE(ABORT, 'upload-sent'); END;

        CREATE TRIGGER documentFilePieceInTime BEFORE INSERT ON documentFilePiece
        WHEN EXISTS (SELECT 1 FROM documentUpload WHERE fileId = NEW.fileId)
        BEGIN SELECT RAISE(ABORT, 'upload-kept'); END;

        CREATE TRIGGER documentFilePieceNeeded BEFORE DELETE ON documentFilePiece
        WHEN EXISTS (SELECT 1 FROM documentUpload WHERE fileId = OLD.fileId)
        BEGIN SELECT RAISE(ABORT, 'upload-kept'); END;

        CREATE TRIGGER documentFileNeeded BEFORE DELETE ON documentFile
        WHEN EXISTS (SELECT 1 FROM documentUpload WHERE fileId = OLD.id)
        BEGIN SELECT RAISE(ABORT, 'upload-kept'); END;
        """
}
