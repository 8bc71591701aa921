@echo off
rem Starts the command paperzoo on Windows; see the file paperzoo for what the environment variables mean.
setlocal
set "ROOT=%~dp0"
set "STATE=%ROOT%cli\target"
set "ARGUMENTS=%STATE%\paperzoo.args"

set "JAVA=java"
if defined JAVA_HOME set "JAVA=%JAVA_HOME%\bin\java.exe"
"%JAVA%" -version >nul 2>&1
if errorlevel 1 (
    echo paperzoo: no java found: install a JDK 17 or newer, and put it on the PATH or set JAVA_HOME 1>&2
    exit /b 4
)

rem Delete cli\target to build again after a change of the sources.
if not exist "%STATE%\paperzoo.classpath" (
    echo paperzoo: building, once ^(the first time this downloads the native libraries, too^) 1>&2
    pushd "%ROOT%"
    call mvnw.cmd -q -B -pl cli -am -DskipTests -Dmaven.test.skip=true -Dspotless.check.skip=true %PAPERZOO_BUILD_OPTS% package 1>&2
    if errorlevel 1 (
        popd
        echo paperzoo: the build failed; see above 1>&2
        exit /b 70
    )
    popd
    if exist "%ARGUMENTS%" del "%ARGUMENTS%"
)

rem The class path is longer than a line of cmd may be: java reads it from a file of arguments.
if not exist "%ARGUMENTS%" (
    powershell -NoProfile -Command "$p = (Join-Path $env:STATE 'paperzoo-cli.jar').Replace('\','/') + ';' + (Get-Content -Raw (Join-Path $env:STATE 'paperzoo.classpath')).Trim(); $q = [char]34; [IO.File]::WriteAllText($env:ARGUMENTS, '-cp ' + $q + $p + $q)"
    if errorlevel 1 exit /b 70
)

"%JAVA%" -XX:+UseSerialGC -XX:MaxDirectMemorySize=1024g %PAPERZOO_JAVA_OPTS% @"%ARGUMENTS%" org.paperzoo.cli.Paperzoo %*
exit /b %ERRORLEVEL%
