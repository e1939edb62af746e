// MScriptKit
