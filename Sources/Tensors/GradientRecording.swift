import CKernels

/// Whether operations are recorded for gradients, on this thread, for callers whose pause is no
/// Swift scope: an interpreter's `no_grad` block.
public enum GradientRecording {
  /// Whether operations on tracked tensors are recorded now.
  public static var isOn: Bool { ck_recording_is_off() == 0 }

  /// Stops recording until the matching `resume`. Pauses nest.
  public static func pause() { ck_change_recording(1) }

  /// Ends a pause.
  public static func resume() { ck_change_recording(-1) }
}
