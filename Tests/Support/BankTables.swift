import Foundation

/// Tables to check bank accounts by, for tests: the rows that the published cases rest on, as they
/// stand in Vocalink's tables.
public enum BankTables {
    public static let weights = """
        070116 070116 MOD11    0    0    7    6    5    8    9    4    5    6    7    8    9   -1  12
        070116 070116 MOD10    0    3    2    4    5    8    9    4    5    6    7    8    9   -1  13
        074456 074456 MOD11    0    0    7    6    5    8    9    4    5    6    7    8    9   -1  12
        074456 074456 MOD10    0    3    2    4    5    8    9    4    5    6    7    8    9   -1  13
        086090 086090 MOD10    0    0    3    7    1    3    7    1    3    7    1    3    7    1   8
        089000 089999 MOD10    0    0    0    0    0    0    7    1    3    7    1    3    7    1
        102400 107999 MOD11    0    0    0    0    0    0    8    7    6    5    4    3    2    1
        110000 119280 DBLAL    0    0    2    1    2    1    2    1    2    1    2    1    2    1   1
        134012 134020 MOD11    0    0    0    7    5    9    8    4    6    3    5    2    0    0   4
        180002 180002 MOD11    0    0    0    0    0    0    8    7    6    5    4    3    2    1  14
        200901 201159 MOD11    0    0    0    0    0    0    0    7    6    5    4    3    2    1   6
        200901 201159 DBLAL    2    1    2    1    2    1    2    1    2    1    2    1    2    1   6
        202700 203239 MOD11    0    0    0    0    0    0    0    7    6    5    4    3    2    1   6
        202700 203239 DBLAL    2    1    2    1    2    1    2    1    2    1    2    1    2    1   6
        309001 309633 MOD11    0    0    3    2    9    8    5    7    6    5    4    3    2    1   2
        309001 309633 MOD11    0    0    3    2    9    8    1    7    6    5    4    3    2    1   9
        771900 772799 MOD11    0    0    1    2    5    3    6    4    8    7   10    9    3    1   7
        820000 826097 MOD11    0    0    0    0    0    0    0    0    7    3    4    9    2    1
        820000 826097 DBLAL    2    1    2    1    2    1    2    1    2    1    2    1    2    1   3
        826919 827999 MOD11    0    0    0    0    0    0    0    0    7    3    4    9    2    1
        826919 827999 DBLAL    2    1    2    1    2    1    2    1    2    1    2    1    2    1   3
        870000 872791 MOD11    0    0    1    2    5    3    6    4    8    7   10    9    3    1  10
        870000 872791 MOD11    0    0    5   10    9    8    0    7    6    5    4    3    2    1  11
        938000 938696 MOD11    7    6    5    4    3    2    7    6    5    4    3    2    0    0   5
        938000 938696 DBLAL    2    1    2    1    2    1    2    1    2    1    2    1    2    0   5
        """

    public static let substitutes = "938600 938611\r\n938602 938343\r\n"

    /// Writes both files, with the line ends that they come with.
    /// - Returns: the folder to name in `--tables`.
    @discardableResult
    public static func write(
        in folder: TemporaryFolder, weights: String = weights, substitutes: String = substitutes
    ) throws -> String {
        try folder.write("valacdos.txt", weights.replacing("\n", with: "\r\n") + "\r\n")
        try folder.write("scsubtab.txt", substitutes)
        return folder.path
    }
}
