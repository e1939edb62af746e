import Diagnostics

extension VirtualMachine {
  /// Neither a method of the type of `base` nor a function in scope is called `name`.
  ///
  /// - Parameter functions: names of the functions in scope, for the nearest spelling.
  public func unknownMethod(
    _ name: String, on base: Value, functions: some Sequence<String>
  ) -> RuntimeError {
    let kind = base.typeName == "fn" ? "a function" : withArticle(base)
    if let hint = Self.foreignMethodHint(name, of: base.typeName) {
      return RuntimeError(.name, "\(kind) has no method `\(name)`", hint: hint)
    }
    let names = typeMethodNames(of: base) + fieldNames(of: base) + Array(functions)
    return RuntimeError(
      .name, "\(kind) has no method `\(name)`",
      hint: Suggestion.question(name, in: names))
  }

  /// What to write for a method that people know from elsewhere, on a value of a type; nil if there
  /// is nothing to say.
  public static func foreignMethodHint(_ name: String, of type: String) -> String? {
    if let form = foreignMethods[type]?[name] { return "did you mean \(form)?" }
    guard ["tensor", "int", "float", "bool"].contains(type), name.hasSuffix("_") else { return nil }
    return "tensors have no in-place methods: `x = x.\(name.dropLast())(…)`"
  }

  /// What people type for methods of lists, dicts, texts and tensors, with our form.
  private static let foreignMethods: [String: [String: String]] = [
    "list": [
      "push": "`xs.append(x)`", "push_back": "`xs.append(x)`", "add": "`xs.append(x)`",
      "concat_with": "`concat(a, b)`", "length": "`len(xs)`", "size": "`len(xs)`",
      "size_": "`len(xs)`", "copy": "`ys = xs`, which copies", "delete": "`del xs[i]`",
      "contains": "`x in xs`", "includes": "`x in xs`", "shift": "`xs.pop(0)`",
      "sort_by": "`xs.sort(key=f)`", "foreach": "`for x in xs { }`", "forEach": "`for x in xs { }`",
      "reduce": "`sum(xs)`, or a `for` loop",
    ],
    "dict": [
      "has_key": "`k in d`", "has": "`k in d`", "contains": "`k in d`",
      "copy": "`e = d`, which copies",
      "setdefault": "`if k not in d { d[k] = x }`", "length": "`len(d)`", "add": "`d[k] = v`",
      "append": "`d[k] = v`", "delete": "`del d[k]`",
    ],
    "str": [
      "startswith": "`s.starts_with(part)`", "endswith": "`s.ends_with(part)`",
      "append": "`s + part`", "length": "`len(s)`", "trim": "`s.strip()`",
      "splitlines": "`s.lines()`", "toUpperCase": "`s.upper()`", "toLowerCase": "`s.lower()`",
      "contains": "`part in s`",
    ],
    "tensor": [
      "numpy": "`x.tolist()`", "to": "`x.astype(f64)`", "view": "`x.reshape(…)`",
      "float": "`x.astype(f32)`", "double": "`x.astype(f64)`", "long": "`x.astype(i64)`",
      "detach": "`stop_gradient(x)`", "requires_grad_": "`parameter(x)`",
      "clone": "`y = x`, which copies",
      "copy": "`y = x`, which copies", "append": "`concat(x, y)`", "dim": "`x.ndim`",
      "cpu": "`x` as it is", "cuda": "`x` as it is",
    ],
  ]
}
