# PowerShell completion of rolellm. What may stand at the cursor is asked of rolellm itself.

Register-ArgumentCompleter -Native -CommandName rolellm -ScriptBlock {
    param($wordToComplete, $commandAst, $cursorPosition)
    $before = @($commandAst.CommandElements | Select-Object -Skip 1 |
        Where-Object { $_.Extent.EndOffset -lt $cursorPosition } | ForEach-Object { $_.ToString() })
    $paths, $lines = @(rolellm complete "--word=$wordToComplete" '--' @before 2>$null)
    foreach ($line in $lines) {
        $word, $what = $line -split "`t", 2
        if (-not $what) { $what = $word }
        [System.Management.Automation.CompletionResult]::new($word, $word, 'ParameterValue', $what)
    }
    if ($paths -in 'files', 'folders') {
        [System.Management.Automation.CompletionCompleters]::CompleteFilename($wordToComplete)
    }
}
