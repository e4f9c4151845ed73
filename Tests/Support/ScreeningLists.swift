import Applications
import Bootstrap
import FundCore
import Publishing
import Workflows

/// Lists with the shape of the real ones and names that nobody has.
public enum MadeUpLists {
    public static let columns = [
        "Last Updated", "Unique ID", "OFSI Group ID", "UN Reference Number", "Name 6", "Name 1",
        "Name 2", "Name 3", "Name 4", "Name 5", "Name type", "Alias strength", "Title",
        "Name non-latin script", "Non-latin script type", "Non-latin script language",
        "Regime Name", "Designation Type", "Designation source", "Sanctions Imposed",
        "Other Information", "UK Statement of Reasons", "Address Line 1", "Address Line 2",
        "Address Line 3", "Address Line 4", "Address Line 5", "Address Line 6",
        "Address Postal Code", "Address Country", "Phone number", "Website", "Email address",
        "Date Designated", "D.O.B", "Nationality(/ies)", "National Identifier number",
        "National Identifier additional information", "Passport number",
        "Passport additional information", "Position", "Gender", "Town of birth",
        "Country of birth", "Type of entity", "Subsidiaries", "Parent company",
        "Business registration number (s)", "IMO number", "Current owner/operator (s)",
        "Previous owner/operator (s)", "Current believed flag of ship", "Previous flags",
        "Type of ship", "Tonnage of ship", "Length of ship", "Year Built",
        "Hull identification number (HIN)",
    ]

    public static func row(_ values: [String: String]) -> String {
        CSVWriter.row(columns.map { CSVWriter.Field.plain(values[$0] ?? "") })
    }

    /// A person in three rows, an entity, a ship, and a byte order mark before all of it.
    public static func sanctions(day: String = "20-Feb-2027", more: [String] = []) -> String {
        var text = "\u{FEFF}Report Date: \(day)\r\n" + CSVWriter.row(columns)
        let person = [
            "Unique ID": "MUP0001", "Designation Type": "Individual", "Regime Name": "Freedonia",
            "Sanctions Imposed": "Asset freeze|Travel Ban", "D.O.B": "dd/mm/1975",
            "Nationality(/ies)": "(1) Freedonia (2) Sylvania", "Date Designated": "01/02/2020",
        ]
        text += row(
            person.merging([
                "Name 1": "Mohammed", "Name 2": "Tariq", "Name 6": "ZARIFIAN",
                "Name type": "Primary Name",
                "UK Statement of Reasons": "He is made up,\r\nand so is \"all\" of this.",
            ]) { $1 })
        text += row(
            person.merging([
                "Name 1": "Abu", "Name 6": "PRETENDI", "Name type": "Alias",
                "Alias strength": "Low quality",
            ]) { $1 })
        text += row(
            [
                "Unique ID": "MUP0002", "Designation Type": "Entity", "Regime Name": "Freedonia",
                "Name 6": "BRAMBLEFORD HOLLOW TRADING LLC", "Name type": "Primary name",
            ])
        text += row(
            [
                "Unique ID": "MUP0003", "Designation Type": "Ship", "Name 6": "OAK LANE SINGERS",
                "Name type": "Primary Name",
            ])
        text += row(
            person.merging([
                "Name 1": "Mohammed", "Name 2": "Tariq", "Name 6": "ZARIFIAN",
                "Name type": "Primary Name Variation", "Address Country": "Sylvania",
            ]) { $1 })
        return text + more.joined()
    }

    public static func proscribed(day: String = "01-Feb-2027") -> String {
        """
        Report Date: \(day)
        name,aliases,listed_on
        "Made Up Front (MUF) (including the Sample Paper Cell (SPC))","Invented Vanguard; Paper Army",2010-01-15
        Nowhere Liberation Pretence,,2011-03-02

        """
    }

    public static func charities(day: String = "2027-02-20") -> String {
        """
        [{"date_of_extract":"\(day)T00:00:00","organisation_number":1,"registered_charity_number":7000001,"linked_charity_number":0,"charity_name":"ELM ROAD LUNCH CLUB","charity_registration_status":"Registered","date_of_registration":"2001-05-01T00:00:00","date_of_removal":null},
         {"date_of_extract":"\(day)T00:00:00","organisation_number":2,"registered_charity_number":7000002,"linked_charity_number":0,"charity_name":"OLD \\"MILL\\" {SINGERS}","charity_registration_status":"Removed","date_of_registration":"1990-05-01T00:00:00","date_of_removal":"2019-06-30T00:00:00"},
         {"organisation_number":3,"registered_charity_number":7000001,"linked_charity_number":1,"charity_name":"LINKED","charity_registration_status":"Removed"}]
        """
    }
}

extension TestFund {
    @discardableResult
    public func importList(
        _ list: ScreeningList, _ text: String, reportedOn: LocalDate? = nil
    ) throws -> ListImportResult {
        try workflows.importList(
            list, ByteSource(name: "list", bytes: Array(text.utf8)), reportedOn: reportedOn,
            as: try person("officer"))
    }

    /// Takes in lists in which nobody stands, and screens a round against them.
    public func screen(_ round: String = "round-2") throws {
        try importList(.ukSanctions, MadeUpLists.sanctions())
        try importList(.proscribed, MadeUpLists.proscribed())
        _ = try workflows.runScreening(round: round, as: try person("officer"))
    }

    /// The candidates of a round, as rows of the listing.
    public func candidates(_ round: String = "round-2") throws -> [[JSONValue]] {
        var rows: [[JSONValue]] = []
        try services.reports.candidates(of: round, as: try person("officer")) { rows.append($0) }
        return rows
    }
}
