/// The types of codes of places that readers of open data know: the code list geoCodeType of the
/// 360Giving Data Standard, as of July 2026
/// (https://github.com/ThreeSixtyGiving/standard/blob/master/codelists/geoCodeType.csv).
enum PlaceTypes {
    static let all: Set<String> = [
        // Built of the census.
        "OA", "LSOA", "MSOA", "USOA", "SA", "DZ", "IG", "WZ", "CMWD", "CMLAD", "CMCTY",
        // Councils and what they are divided into.
        "PAR", "COM", "WD", "UA", "NMD", "MD", "LONB", "CTY", "CA", "GOR", "RGN",
        // Elections.
        "WPC", "EER", "LAC", "SPC", "NAWC",
        // Health, police, fire.
        "CANNET", "CCG", "NHSAT", "HB", "CHP", "CSP", "CDRP", "PFA", "FRA",
        // Other.
        "PUA", "NPARK", "REGD", "REGSD", "TTWA", "LEP", "ROA - CPP", "ROA - Local", "AgricSmall",
        "CFA",
    ]

    /// Those that a fund may want besides WD, for saying what would be right.
    static let usual = ["PAR", "COM", "LSOA", "MSOA", "UA", "MD", "NMD", "LONB", "CTY", "CA"]
}
