extension VirtualMachine { var isRecordingGradients: Bool { get { true } set {} } }
