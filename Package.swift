// swift-tools-version: 6.2
import PackageDescription

/// Warnings are errors in our own targets; a member is visible only where its module is imported.
let strict: [SwiftSetting] = [
    .treatAllWarnings(as: .error),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("ExistentialAny"),
]

let grdb: Target.Dependency = .product(name: "GRDB", package: "GRDB.swift")
let crypto: Target.Dependency = .product(name: "Crypto", package: "swift-crypto")

/// A module of the house: its folder is `Sources/<name>`.
func module(_ name: String, _ dependencies: [Target.Dependency]) -> Target {
    .target(name: name, dependencies: dependencies, swiftSettings: strict)
}

func tests(
    _ name: String, _ dependencies: [Target.Dependency], exclude: [String] = []
) -> Target {
    .testTarget(
        name: name, dependencies: dependencies, exclude: exclude, swiftSettings: strict)
}

let package = Package(
    name: "CohesionFund",
    platforms: [.macOS(.v15)],
    products: [
        .executable(name: "cohesion", targets: ["cohesion"])
    ],
    dependencies: [
        .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(url: "https://github.com/hummingbird-project/swift-mustache", from: "2.1.1"),
        .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
        .package(url: "https://github.com/apple/swift-crypto", from: "4.5.2"),
        .package(
            url: "https://github.com/hummingbird-project/hummingbird", from: "2.28.1", traits: []),
        // What Hummingbird stands on, named because the HTTP door uses it too.
        .package(url: "https://github.com/apple/swift-nio", from: "2.101.2"),
        .package(url: "https://github.com/apple/swift-nio-extras", from: "1.35.2"),
        .package(url: "https://github.com/apple/swift-http-types", from: "1.8.0"),
        .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
        .package(
            url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.13.0"),
    ],
    targets: [
        // The ground: values, then the store.
        module("FundCore", [crypto]),
        module("FundStore", ["FundCore", grdb]),
        module("Rounds", ["FundCore", "FundStore", grdb]),

        // What every domain module may lean on.
        module("Identity", ["FundCore", "FundStore", grdb]),
        module("Ledger", ["FundCore", "FundStore", grdb]),
        module("Forms", ["FundCore"]),
        module("Documents", ["FundCore", "FundStore", grdb]),
        module(
            "Templating", ["FundCore", .product(name: "Mustache", package: "swift-mustache")]),
        module(
            "Correspondence",
            [
                "FundCore", "FundStore", "Templating", grdb,
                .product(name: "Mustache", package: "swift-mustache"),
            ]),
        // The headers only: CurlShim loads the library when mail is first sent.
        .systemLibrary(name: "CCurl", providers: [.apt(["libcurl4-openssl-dev"])]),
        .target(name: "CurlShim", dependencies: ["CCurl"]),
        module("Mail", ["FundCore", "Correspondence", "CurlShim"]),

        // The domain modules: they never import each other.
        module("Applications", ["FundCore", "FundStore", "Rounds", "Forms", grdb]),
        module("Assessment", ["FundCore", "FundStore", grdb]),
        module("Awards", ["FundCore", "FundStore", grdb]),
        module("Payments", ["FundCore", "FundStore", grdb, crypto]),
        module("Commissioning", ["FundCore", "FundStore", "Forms", grdb]),

        // What crosses modules: writes, reads.
        module(
            "Workflows",
            [
                "FundCore", "FundStore", "Rounds", "Identity", "Ledger", "Forms", "Documents",
                "Correspondence", "Applications", "Assessment", "Awards", "Payments",
                "Commissioning",
            ]),
        module(
            "Publishing",
            [
                "FundCore", "FundStore", "Rounds", "Identity", "Ledger", "Forms", "Documents",
                "Correspondence", "Applications", "Assessment", "Awards", "Payments",
                "Commissioning",
            ]),

        // The composition root and the two front doors.
        module(
            "Bootstrap",
            [
                "FundCore", "FundStore", "Rounds", "Identity", "Ledger", "Forms", "Documents",
                "Correspondence", "Mail", "Applications", "Assessment", "Awards", "Payments",
                "Commissioning",
                "Templating", "Workflows", "Publishing", .product(name: "Yams", package: "Yams"),
            ]),
        module(
            "HTTPDoor",
            [
                "FundCore", "FundStore", "Rounds", "Identity", "Ledger", "Forms", "Documents",
                "Correspondence",
                "Applications", "Assessment", "Awards", "Payments", "Commissioning",
                "Workflows", "Publishing", "Bootstrap", "Templating",
                .product(name: "Mustache", package: "swift-mustache"),
                .product(name: "Hummingbird", package: "hummingbird"),
                .product(name: "HummingbirdCore", package: "hummingbird"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOPosix", package: "swift-nio"),
                .product(name: "NIOHTTP1", package: "swift-nio"),
                .product(name: "NIOHTTPTypes", package: "swift-nio-extras"),
                .product(name: "HTTPTypes", package: "swift-http-types"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
                .product(name: "UnixSignals", package: "swift-service-lifecycle"),
            ]),
        module(
            "CommandLineDoor",
            [
                "HTTPDoor",
                "FundCore", "FundStore", "Rounds", "Identity", "Documents", "Correspondence",
                "Applications", "Assessment", "Awards", "Payments", "Commissioning", "Workflows",
                "Publishing",
                "Bootstrap",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ]),
        .executableTarget(
            name: "cohesion", dependencies: ["CommandLineDoor"], swiftSettings: strict),

        // Tests: rules of the fund, on real files, processes and sockets.
        .target(
            name: "TestSupport",
            dependencies: [
                "FundCore", "FundStore", "Identity", "Bootstrap", "Workflows", "Publishing",
                "Applications", "Correspondence", "Payments", "Commissioning",
            ], path: "Tests/Support",
            exclude: [
                "smtp_server.py", "recompute.py", "survey_figures.py", "validate_xml.py",
                "validate_giving.py", "fuzz.sh",
            ],
            swiftSettings: strict),
        tests(
            "UnitTests",
            [
                "FundCore", "FundStore", "Forms", "Documents", "Applications", "Assessment",
                "Awards", "Correspondence", "Payments", "Commissioning", "Templating", "Mail",
                "CurlShim",
                "Workflows",
                "Bootstrap", "TestSupport",
            ], exclude: ["golden"]),
        tests(
            "WorkflowTests",
            [
                "FundCore", "FundStore", "Rounds", "Identity", "Ledger", "Applications",
                "Assessment", "Awards", "Correspondence", "Payments", "Commissioning", "Workflows",
                "Publishing", "Bootstrap", "TestSupport",
            ]),
        tests("CommandLineTests", ["FundCore", "CommandLineDoor", "TestSupport", "cohesion"]),
        tests(
            "HTTPTests",
            [
                "FundCore", "HTTPDoor", "TestSupport", "cohesion",
                .product(name: "HTTPTypes", package: "swift-http-types"),
                .product(name: "Hummingbird", package: "hummingbird"),
                .product(name: "NIOCore", package: "swift-nio"),
            ]),
        tests(
            "ArchitectureTests",
            ["FundCore", "FundStore", "Publishing", "Bootstrap", "TestSupport"],
            exclude: ["schema.sql", "not-personal.txt"]),
    ],
    swiftLanguageModes: [.v6]
)
