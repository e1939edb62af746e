import Catalog
import Tensors

/// What a script object is made of, as digests, checkpoints and undo see it.
public indirect enum ObjectState {
  case none
  case bool(Bool)
  case int(Int)
  case float(Double)
  case text(String)
  case tensor(Tensor)
  case list([ObjectState])
  case dict([(String, ObjectState)])
  /// Another script value that it holds.
  case value(Value)
}

/// A method of a script object.
public struct ObjectMethod: Sendable {
  /// Name, parameters, help.
  public let documentation: Documentation
  /// Whether it may change the object: the machine raises its version before the call.
  public let changesObject: Bool
  /// Called with the object, the machine and the arguments.
  public let body: @Sendable (any ScriptObject, VirtualMachine, Arguments) throws -> Value

  /// Declares a method.
  public init(
    _ documentation: Documentation, changesObject: Bool = false,
    body: @escaping @Sendable (any ScriptObject, VirtualMachine, Arguments) throws -> Value
  ) {
    self.documentation = documentation
    self.changesObject = changesObject
    self.body = body
  }
}

/// An object of a library as scripts see it: fields, methods, calls, iteration, state.
///
/// Objects are shared by reference. Everything but `typeName`, `shown` and `state` has a default
/// that refuses.
public protocol ScriptObject: AnyObject {
  /// What `type(x)` gives: "model", "optimizer", "table".
  var typeName: String { get }
  /// How the value shows at the prompt; several lines are allowed. No addresses, no times.
  var shown: String { get }
  /// For digests and undo.
  var state: ObjectState { get }
  /// Takes back a state that `state` gave.
  func restore(_ state: ObjectState)

  /// Names of fields and methods, for completion and for the nearest name in errors.
  var memberNames: [String] { get }
  /// The field `name`, nil if there is none.
  func field(_ name: String, in machine: VirtualMachine) throws -> Value?
  /// Sets the field `name`; false if there is none that can be set.
  func setField(_ name: String, to value: Value, in machine: VirtualMachine) throws -> Bool
  /// The method `name`, nil if there is none.
  func method(_ name: String) -> ObjectMethod?
  /// Whether calling it may change it (a model in training mode updates running statistics).
  var callChangesObject: Bool { get }
  /// `object(arguments)`.
  func call(_ arguments: Arguments, in machine: VirtualMachine) throws -> Value
  /// `object[indices]`.
  func index(_ indices: [Value], in machine: VirtualMachine) throws -> Value
  /// `for x in object`: a function that gives the next item, nil at the end.
  func iterate(in machine: VirtualMachine) throws -> (() throws -> Value?)
  /// `len(object)`, nil if it has no length.
  var count: Int? { get }
  /// Shows itself in a way of its own where the value of a statement shows; `value` is the object
  /// as a script value. False leaves it to `shown`.
  func display(_ value: Value, in machine: VirtualMachine) -> Bool
  /// The script values it holds, for the collector.
  func visitReferences(_ visit: (Value) -> Void)
  /// The tensor that it stands for in expressions: a parameter's value.
  var tensorValue: Tensor? { get }
}

extension ScriptObject {
  /// Takes nothing back.
  public func restore(_ state: ObjectState) {}
  /// No members.
  public var memberNames: [String] { [] }
  /// No fields.
  public func field(_ name: String, in machine: VirtualMachine) throws -> Value? { nil }
  /// No field can be set.
  public func setField(
    _ name: String, to value: Value, in machine: VirtualMachine
  ) throws -> Bool { false }
  /// No methods.
  public func method(_ name: String) -> ObjectMethod? { nil }
  /// A call changes nothing.
  public var callChangesObject: Bool { false }
  /// Refuses to be called.
  public func call(_ arguments: Arguments, in machine: VirtualMachine) throws -> Value {
    throw RuntimeError(.type, "a value of type \(typeName) cannot be called")
  }
  /// Refuses to be indexed.
  public func index(_ indices: [Value], in machine: VirtualMachine) throws -> Value {
    throw RuntimeError(.type, "a value of type \(typeName) has no items to index")
  }
  /// Refuses to be looped over.
  public func iterate(in machine: VirtualMachine) throws -> (() throws -> Value?) {
    throw RuntimeError(.type, "a value of type \(typeName) cannot be looped over")
  }
  /// No length.
  public var count: Int? { nil }
  /// Shows nothing of its own.
  public func display(_ value: Value, in machine: VirtualMachine) -> Bool { false }
  /// Holds no script values.
  public func visitReferences(_ visit: (Value) -> Void) {}
  /// Stands for no tensor.
  public var tensorValue: Tensor? { nil }
}
