// swift-tools-version: 6.1
import PackageDescription

// The manifest is the architecture: lowest layer first, an arrow points only downward.
// `make build` passes `--explicit-target-dependency-import-check error`, so an import that is
// not listed here does not build.

let argumentParser = Target.Dependency.product(
  name: "ArgumentParser", package: "swift-argument-parser")
let crypto = Target.Dependency.product(name: "Crypto", package: "swift-crypto")

let package = Package(
  name: "mscript",
  products: [
    .executable(name: "mscript", targets: ["mscript"]),
    .library(name: "MScriptKit", targets: ["MScriptKit"]),
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
    .package(url: "https://github.com/apple/swift-crypto", from: "4.5.2"),
  ],
  targets: [
    // MARK: 0 · C libraries, documented entries, places and messages
    // The archives: as shared libraries they would lengthen every start.
    .target(
      name: "CFFTW",
      linkerSettings: [.linkedLibrary(":libfftw3.a"), .linkedLibrary(":libfftw3f.a")]),
    .target(name: "CPCRE2", linkerSettings: [.linkedLibrary(":libpcre2-8.a")]),
    .target(name: "COpenBLAS", linkerSettings: [.linkedLibrary("dl"), .linkedLibrary("pthread")]),
    .systemLibrary(name: "CReadline", providers: [.apt(["libreadline-dev"])]),
    .systemLibrary(name: "CZlib", providers: [.apt(["zlib1g-dev"])]),
    .systemLibrary(name: "CZeroMQ", providers: [.apt(["libzmq3-dev"])]),
    .target(name: "CMachine"),
    .target(name: "CKernels", linkerSettings: [.linkedLibrary("m"), .linkedLibrary("pthread")]),
    .target(
      name: "CGnuplot",
      linkerSettings: [
        // The archives: as shared libraries they and what they load take 1 ms of every start.
        .linkedLibrary(":libboost_iostreams.a"), .linkedLibrary(":libboost_filesystem.a"),
        .linkedLibrary("util"),
      ]),
    .target(name: "Catalog"),
    .target(name: "Diagnostics"),

    // MARK: 1 · text ↔ tree, arrays, figures
    .target(name: "Syntax", dependencies: ["Diagnostics"]),
    .target(name: "Tensors", dependencies: ["CFFTW", "COpenBLAS", "CKernels", "CZlib"]),
    .target(name: "Plotting", dependencies: ["CGnuplot"]),

    // MARK: 2 · the machine, and the subject's libraries
    .target(name: "Machine", dependencies: ["CMachine", "Catalog", "Diagnostics", "Tensors"]),
    .target(name: "MetricLearning", dependencies: ["Catalog", "Tensors"]),
    .target(name: "Learners", dependencies: ["MetricLearning", "Tensors"]),
    .target(name: "Training", dependencies: ["Catalog", "Tensors"]),
    .target(name: "Speech", dependencies: ["Catalog", "Tensors"]),

    // MARK: 3 · tree → instructions, and what scripts can call
    .target(name: "Compiler", dependencies: ["Catalog", "Diagnostics", "Machine", "Syntax"]),
    .target(
      name: "Builtins",
      dependencies: [
        "Catalog", "CPCRE2", "Learners", "Machine", "MetricLearning", "Plotting", "Speech",
        "Tensors", "Training", crypto,
      ]),

    // MARK: 4 · sessions
    .target(
      name: "Notebook",
      dependencies: [
        "Builtins", "Catalog", "Compiler", "Diagnostics", "Machine", "Syntax", "Tensors",
      ]),
    .target(
      name: "MScriptKit",
      dependencies: [
        "Builtins", "Catalog", "Compiler", "Diagnostics", "Machine", "Notebook", "Tensors",
      ]),

    // MARK: 5 · programs
    .executableTarget(name: "mscript", dependencies: ["CReadline", "Notebook", argumentParser]),
    .target(name: "Kernel", dependencies: ["CZeroMQ", "Notebook", crypto]),

    // MARK: tests
    .target(name: "TestSupport", dependencies: ["Tensors"]),
    .testTarget(name: "KernelTests", dependencies: ["Kernel"]),
    .testTarget(name: "CommandTests", dependencies: ["mscript"]),
    .testTarget(name: "MScriptKitTests", dependencies: ["Diagnostics", "Machine", "MScriptKit"]),
    .testTarget(
      name: "NotebookTests", dependencies: ["Diagnostics", "Machine", "Notebook", "TestSupport"]),
    .testTarget(
      name: "CompilerTests",
      dependencies: ["Catalog", "Compiler", "Diagnostics", "Machine", "Syntax"]
    ),
    .testTarget(
      name: "MachineTests", dependencies: ["Catalog", "Diagnostics", "Machine", "Tensors"]),
    .testTarget(
      name: "BuiltinsTests",
      dependencies: [
        "Builtins", "Catalog", "Compiler", "Diagnostics", "Machine", "Syntax", "Tensors",
        "TestSupport",
      ]),
    .testTarget(name: "TensorsTests", dependencies: ["Tensors", "TestSupport"]),
    .testTarget(name: "TestSupportTests", dependencies: ["Tensors", "TestSupport"]),
    .testTarget(name: "PlottingTests", dependencies: ["CGnuplot", "Plotting"]),
    .testTarget(
      name: "MetricLearningTests",
      dependencies: ["Catalog", "MetricLearning", "Tensors", "TestSupport"]),
    .testTarget(name: "LearnersTests", dependencies: ["Learners", "Tensors", "TestSupport"]),
    .testTarget(
      name: "TrainingTests", dependencies: ["Catalog", "Tensors", "TestSupport", "Training"]),
    .testTarget(
      name: "SpeechTests",
      dependencies: [
        "Catalog", "MetricLearning", "Speech", "Tensors", "TestSupport", "Training",
      ]),
    .testTarget(name: "SyntaxTests", dependencies: ["Diagnostics", "Syntax", "TestSupport"]),
    .target(
      name: "FuzzTargets",
      dependencies: [
        "Builtins", "Compiler", "Diagnostics", "Machine", "Notebook", "Syntax", "Tensors",
      ],
      path: "Fuzz/Targets"),
    .testTarget(name: "FuzzTests", dependencies: ["FuzzTargets", "Machine"]),
  ],
  swiftLanguageModes: [.v6],
  cxxLanguageStandard: .cxx17
)

// `Fuzz/run` builds this one, against libFuzzer.
if Context.environment["FUZZ"] != nil {
  package.targets.append(
    .executableTarget(
      name: "mscript-fuzz", dependencies: ["Builtins", "FuzzTargets", "Machine"],
      path: "Fuzz/Program"))
}
