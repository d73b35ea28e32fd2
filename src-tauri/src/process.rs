//! What has to be true of the process before anything personal is in its memory: no core dump, no debugger of
//! another program, and the renderer that works on every clinic PC.

/// Brings the process into that state. On Linux the program starts itself once more when its environment has to
/// change: the web view's processes read it, and changing it in a running process is not safe.
pub fn harden() -> std::io::Result<()> {
    #[cfg(target_os = "linux")]
    restart_with_renderer()?;
    #[cfg(unix)]
    forbid_core_dumps()?;
    Ok(())
}

/// With the DMABUF renderer WebKitGTK shows a blank window on many graphics drivers. Somebody who sets the
/// variable, to whatever value, keeps that value.
#[cfg(target_os = "linux")]
fn restart_with_renderer() -> std::io::Result<()> {
    use std::os::unix::process::CommandExt;

    const RENDERER: &str = "WEBKIT_DISABLE_DMABUF_RENDERER";
    if std::env::var_os(RENDERER).is_some() {
        return Ok(());
    }
    let mut again = std::process::Command::new(std::env::current_exe()?);
    Err(again.args(std::env::args_os().skip(1)).env(RENDERER, "1").exec())
}

#[cfg(unix)]
fn forbid_core_dumps() -> std::io::Result<()> {
    use rustix::process::{Resource, Rlimit, setrlimit};

    setrlimit(Resource::Core, Rlimit { current: Some(0), maximum: Some(0) })?;
    // Debuggers stay allowed in debug builds, where developers need them.
    #[cfg(all(target_os = "linux", not(debug_assertions)))]
    rustix::process::set_dumpable_behavior(rustix::process::DumpableBehavior::NotDumpable)?;
    Ok(())
}

/// Ends the web view's processes, which are all the children that this process has: left to themselves they go a
/// moment after it, and write once more into a folder that is being removed.
pub fn end_children() {
    #[cfg(target_os = "linux")]
    for child in children() {
        use rustix::process::{Signal, WaitOptions, kill_process, waitpid};

        // One that is gone already is what is wanted.
        if kill_process(child, Signal::KILL).is_ok() {
            let _ = waitpid(Some(child), WaitOptions::empty());
        }
    }
}

#[cfg(target_os = "linux")]
fn children() -> Vec<rustix::process::Pid> {
    let threads = std::fs::read_dir("/proc/self/task").into_iter().flatten().flatten();
    threads
        .filter_map(|thread| std::fs::read_to_string(thread.path().join("children")).ok())
        .flat_map(|list| list.split_whitespace().filter_map(|id| id.parse().ok()).collect::<Vec<i32>>())
        .filter_map(rustix::process::Pid::from_raw)
        .collect()
}
