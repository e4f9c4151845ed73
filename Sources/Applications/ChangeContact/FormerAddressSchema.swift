import FundCore
import FundStore
import GRDB

extension ApplicationsModule {
    /// The schema's part of telling a group at the address that it had before: what a contact without
    /// an email address moves away from is kept by the schema itself, whoever moves it.
    public static let formerAddressSchema = """
        CREATE TABLE applicationFormerAddress (
          id            INTEGER PRIMARY KEY,
          applicationId INTEGER NOT NULL REFERENCES application(id),
          -- Lines, parted by line feeds.
          address       TEXT NOT NULL CHECK (address <> ''),
          UNIQUE (applicationId, address)
        ) STRICT;
        \(Migration.appendOnly(
            "applicationFormerAddress", by: [["id"], ["applicationId", "address"]],
            code: "former-address-stands"))

        CREATE TRIGGER applicationContactMoves AFTER UPDATE ON applicationContact
        WHEN OLD.email IS NULL AND OLD.address IS NOT NULL
          AND (NEW.email IS NOT NULL OR NEW.address IS NOT OLD.address)
        BEGIN
          INSERT INTO applicationFormerAddress (applicationId, address)
          SELECT OLD.applicationId, OLD.address
          WHERE NOT EXISTS (SELECT 1 FROM applicationFormerAddress
            WHERE applicationId = OLD.applicationId AND address = OLD.address);
        END;
        """

    /// Where the post found a group before it moved, or had an email address; the oldest first.
    public func formerAddresses(
        of id: ApplicationID, in tx: borrowing ReadTx
    ) throws -> [String] {
        try tx.list(
            "SELECT address FROM applicationFormerAddress WHERE applicationId = ? ORDER BY id",
            [id.rawValue], { $0[0] })
    }
}
