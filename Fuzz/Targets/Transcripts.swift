import Notebook

extension FuzzTarget {
  /// Session files: what is read and written once reads and writes the same for ever.
  static let transcript = FuzzTarget(
    "transcript",
    seeds: {
      [
        """
        # mscript session 1
        # version: 1.0.0
        # seed: 7

        # %% [raises] A margin
        x = 1; print(x)
        #> 1
        #= x 00ff
        #< now 1.5
        #! value: at 3

        # %%
        y = f"{x:.2f}"
        #= file a.txt 00ff
        """
      ].map { Array($0.utf8) }
    }
  ) { bytes in
    let text = String(decoding: bytes, as: UTF8.self)
    _ = Literal(text)
    for keepsRecords in [false, true] {
      let script = Transcript.read(text, name: "fuzz", keepsRecords: keepsRecords)
      _ = Transcript.isUnedited(script.document)
      guard script.errors.isEmpty else { continue }
      let once = Transcript.write(script.document)
      let again = Transcript.read(once, name: "written")
      guard again.errors.isEmpty else { throw FuzzFinding("it does not read again:\n\(once)") }
      let twice = Transcript.write(again.document)
      guard twice == once else {
        throw FuzzFinding("it is no fixed point:\n\(once)\n----\n\(twice)")
      }
    }
  }
}
