import Catalog
import Diagnostics
import Machine
import Tensors

// What a program that imports MScriptKit alone needs to name.

/// An n-dimensional array of numbers.
public typealias Tensor = Tensors.Tensor
/// An error with its place, its trace and a hint.
public typealias Diagnostic = Diagnostics.Diagnostic
/// What kind of mistake an error is.
public typealias ErrorKind = Diagnostics.ErrorKind
/// A call that runs, and what it prints.
public typealias Example = Catalog.Example
/// A parameter that takes a real number.
public typealias Number = Catalog.Number
/// A parameter that takes a whole number.
public typealias Integer = Catalog.Integer
/// A parameter that takes `true` or `false`.
public typealias Flag = Catalog.Flag
/// A parameter that takes a text.
public typealias Text = Catalog.Text
/// A parameter that takes one of several words.
public typealias Choice = Catalog.Choice
/// A parameter that takes a tensor, or what becomes one.
public typealias TensorParameter = Machine.TensorArgument
/// A parameter that decodes a value of a script.
public typealias ScriptParameter = Machine.ValueParameter
