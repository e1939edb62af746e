// All messages of the compiler, in alphabetical order.

enum CompilerMessages {
  static let assignedBeforeOuter = "`outer` stands before the names are used"
  static let breakOutside = "`break` stands outside a loop"
  static let continueOutside = "`continue` stands outside a loop"
  static let importInside = "`import` stands only at the top level"
  static let leavesFinally = "`return`, `break` and `continue` cannot leave a `finally`"
  static let outerAtTop = "`outer` stands only in a function"
  static func outerLoopVariable(_ name: String) -> String {
    "`\(name)` is the variable of a loop around this function, which sees a copy of it"
  }
  static func outerParameter(_ name: String) -> String {
    "`\(name)` is a parameter of this function"
  }
  static let returnOutside = "`return` stands outside a function"
  static let targetSpreads = "only one target can take the rest"
  static let tooLong = "this function or cell is too long: a jump spans over 32,000 instructions"
  static let tooManyConstants = "this function or cell is too long: over 65,000 names or functions"
  static let tooManyRegisters = "this function has over 60,000 variables and intermediate values"
  static let tooManyVariables = "over 65,000 variables at the top level"
}
