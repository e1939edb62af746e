/// More of that, and slips inside expressions, and the whole answer.
enum ExpressionErrorTranscripts {
  static let cases: [(code: String, answer: String)] = [
    (
      #"""
      x := 3
      """#,
      #"""
      syntax error: `:=` means nothing here
        at t:1:3
          x := 3
            ^~
        hint: write `=`, as a statement of its own
      """#
    ),
    (
      #"""
      @dec
      """#,
      #"""
      syntax error: `@` means nothing here
        at t:1:1
          @dec
          ^
        hint: there are no decorators: write `f = g(f)`; a call is timed by `:time f()`
      """#
    ),
    (
      #"""
      raise ValueError("x")
      """#,
      #"""
      syntax error: `raise` begins no statement
        at t:1:1
          raise ValueError("x")
          ^~~~~
        hint: write `throw error("message", kind="value")`
      """#
    ),
    (
      #"""
      class A { }
      """#,
      #"""
      syntax error: `class` begins no statement
        at t:1:1
          class A { }
          ^~~~~
        hint: there are no classes: use a dict, or functions that share variables
      """#
    ),
    (
      #"""
      with open("a") as f { }
      """#,
      #"""
      syntax error: `with` begins no statement
        at t:1:1
          with open("a") as f { }
          ^~~~
        hint: write the call alone; without gradients it is `no_grad { … }`
      """#
    ),
    (
      #"""
      switch x { }
      """#,
      #"""
      syntax error: `switch` begins no statement
        at t:1:1
          switch x { }
          ^~~~~~
        hint: write `if c { … } else if d { … }`
      """#
    ),
    (
      #"""
      a ? b : c
      """#,
      #"""
      syntax error: `?` means nothing here
        at t:1:3
          a ? b : c
            ^
        hint: write `if c { a } else { b }`; help is `?name` at the prompt, or `help(name)`
      """#
    ),
    (
      #"""
      x -> y
      """#,
      #"""
      syntax error: `->` stands only before the note on a result
        at t:1:3
          x -> y
            ^~
        hint: a lambda is `x => e`
      """#
    ),
    (
      #"""
      “hi
      """#,
      #"""
      syntax error: `“` (U+201C) means nothing here
        at t:1:1
          “hi
          ^
        hint: write a plain `"`
      """#
    ),
    (
      #"""
      x ≤ 3
      """#,
      #"""
      syntax error: `≤` (U+2264) means nothing here
        at t:1:3
          x ≤ 3
            ^
        hint: write `<=`
      """#
    ),
    (
      #"""
      （1）
      """#,
      #"""
      syntax error: `（` (U+FF08) means nothing here
        at t:1:1
          （1）
          ^~
        hint: write a plain `(`
      syntax error: `）` (U+FF09) means nothing here
        at t:1:3
          （1）
             ^~
        hint: write a plain `)`
      """#
    ),
    (
      #"""
      x[..3]
      """#,
      #"""
      syntax error: a range needs both ends
        at t:1:3
          x[..3]
            ^~
        hint: to take part of `x` write `x[:3]` or `x[2:]`
      """#
    ),
    (
      #"""
      x[]
      """#,
      #"""
      syntax error: an index is missing between `[` and `]`
        at t:1:3
          x[]
            ^
        hint: all of it is `x[:]`
      """#
    ),
    (
      #"""
      if x = 3 { a }
      """#,
      #"""
      syntax error: `=` inside an expression
        at t:1:6
          if x = 3 { a }
               ^
        hint: write `==` to compare; `=` assigns, as a statement
      """#
    ),
    (
      #"""
      f(a.b=3)
      """#,
      #"""
      syntax error: only a name may stand before `=` in a call
        at t:1:6
          f(a.b=3)
               ^
        hint: write `==` to compare
      """#
    ),
    (
      #"""
      x => {a: 1}
      """#,
      #"""
      syntax error: `{` behind `=>` opens a block
        at t:1:6
          x => {a: 1}
               ^
        hint: a lambda that gives a dict is `x => ({a: x})`
      """#
    ),
    (
      #"""
      x => {..d, a: 1}
      """#,
      #"""
      syntax error: `{` behind `=>` opens a block
        at t:1:6
          x => {..d, a: 1}
               ^
        hint: a lambda that gives a dict is `x => ({a: x})`
      """#
    ),
    (
      #"""
      ()
      """#,
      #"""
      syntax error: `()` is no value
        at t:1:1
          ()
          ^~
        hint: an empty list is `[]`
      """#
    ),
    (
      #"""
      assert (c, "m")
      """#,
      #"""
      syntax error: `assert (c, "m")` would test a list, which is always true
        at t:1:8
          assert (c, "m")
                 ^~~~~~~~
        hint: write `assert c, "message"` without the parentheses
      """#
    ),
    (
      #"""
      1..2..3
      """#,
      #"""
      syntax error: ranges do not chain
        at t:1:5
          1..2..3
              ^~
        hint: for a step write `a..b by step`
      """#
    ),
    (
      #"""
      f(a=1, 2)
      """#,
      #"""
      syntax error: a positional argument behind a named one
        at t:1:8
          f(a=1, 2)
                 ^
        hint: name it, or move it to the front
      """#
    ),
    (
      #"""
      f(a=1, a=2)
      """#,
      #"""
      syntax error: `a` is given twice
        at t:1:8
          f(a=1, a=2)
                 ^
      """#
    ),
    (
      #"""
      {a: 1, "a": 2}
      """#,
      #"""
      syntax error: the key `"a"` stands twice
        at t:1:8
          {a: 1, "a": 2}
                 ^~~
      """#
    ),
    (
      #"""
      {(1): 2, 1.0: 3}
      """#,
      #"""
      syntax error: the key `1.0` stands twice
        at t:1:10
          {(1): 2, 1.0: 3}
                   ^~~
      """#
    ),
    (
      #"""
      f"{x!r}"
      """#,
      #"""
      syntax error: no `!r` in an f-text
        at t:1:5
          f"{x!r}"
              ^
        hint: write the call: `{str(x)}`, or a format: `{x:.3f}`
      """#
    ),
    (
      #"""
      f"{x=}"
      """#,
      #"""
      syntax error: no `=` behind a value in an f-text
        at t:1:5
          f"{x=}"
              ^
        hint: write `x = {x}`
      """#
    ),
    (
      #"""
      f"{}"
      """#,
      #"""
      syntax error: a value is missing between `{` and `}`
        at t:1:3
          f"{}"
            ^
        hint: a brace in an f-text is `{{` or `}}`
      """#
    ),
    (
      #"""
      f"}"
      """#,
      #"""
      syntax error: a lone `}` in an f-text
        at t:1:3
          f"}"
            ^
        hint: write `}}`
      """#
    ),
    (
      #"""
      f"{x
      """#,
      #"""
      syntax error: this value in an f-text is not closed by `}`
        at t:1:3
          f"{x
            ^
        hint: a brace in an f-text is `{{`
      """#
    ),
    (
      #"""
      "a\q"
      """#,
      #"""
      syntax error: `\q` is no escape
        at t:1:3
          "a\q"
            ^~
        hint: write `\\` for a backslash, or `r"…"`, which keeps backslashes
      """#
    ),
  ]
}
