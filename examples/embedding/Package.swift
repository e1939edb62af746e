// swift-tools-version: 6.1
import PackageDescription

// A program of your own would name a version: .package(url: "…/mscript", from: "…").
let package = Package(
  name: "embedding",
  dependencies: [.package(name: "mscript", path: "../..")],
  targets: [
    .executableTarget(
      name: "embedding", dependencies: [.product(name: "MScriptKit", package: "mscript")])
  ],
  swiftLanguageModes: [.v6]
)
