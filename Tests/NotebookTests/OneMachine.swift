import Testing

/// Suites that run cells: one after the other, as interrupts and counted stops go by one word of
/// the process.
@Suite(.serialized) enum OneMachine {}
