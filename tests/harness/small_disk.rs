//! A disk of a few megabytes that can be filled and emptied: a file system in memory, mounted over a folder in a
//! namespace that only those processes see which are begun by its script. So nobody needs to be root for it.

use std::{
    fs::{self, File},
    io::Write,
    path::{Path, PathBuf},
    process::Command,
};

use crate::process::Process;

/// A small disk.
pub struct SmallDisk {
    /// Holds the namespace.
    holder: Process,
    folder: PathBuf,
}

impl SmallDisk {
    /// Mounts one of that size, such as `4m`, over a folder. Nothing, and the reason is printed, where the system lets
    /// nobody have a namespace of their own.
    pub async fn over(folder: &Path, size: &str) -> Option<Self> {
        let mut command = Command::new("unshare");
        let script = r#"mount -t tmpfs -o size="$1" tmpfs "$0" && echo mounted && exec sleep infinity"#;
        command.args(["--map-root-user", "--mount", "sh", "-c", script]).arg(folder).arg(size);
        let holder = Process::start(command);
        if holder.out.wait(|line| (line == "mounted").then_some(())).await.is_none() {
            eprintln!("skipped: a small disk cannot be mounted: {}", holder.err.all().join(" "));
            return None;
        }
        Some(Self { holder, folder: folder.to_owned() })
    }

    /// What a shell does before it begins a program on that disk.
    pub fn script(&self) -> String {
        let pid = self.holder.pid();
        format!("exec nsenter --target {pid} --user --mount --preserve-credentials \"$0\" \"$@\"")
    }

    fn ballast(&self) -> PathBuf {
        let seen_from_here = format!("/proc/{}/root{}", self.holder.pid(), self.folder.display());
        Path::new(&seen_from_here).join("ballast")
    }

    /// Puts ballast on it until it is full but for so many bytes; never more, since whoever writes to a full disk dies of it.
    pub fn fill_but(&self, left: u64) {
        let mut ballast = File::create(self.ballast()).expect("the disk is there");
        let room = self.free_bytes().saturating_sub(left);
        let block = vec![1; 4_096];
        for _ in 0..room / 4_096 {
            if ballast.write_all(&block).is_err() {
                return;
            }
        }
    }

    fn free_bytes(&self) -> u64 {
        let mut command = Command::new("stat");
        command.args(["--file-system", "--format=%a %S"]).arg(self.ballast());
        let said = String::from_utf8(command.output().expect("stat runs").stdout).expect("stat says numbers");
        let numbers: Vec<u64> = said.split_whitespace().filter_map(|word| word.parse().ok()).collect();
        numbers.iter().product()
    }

    /// Takes the ballast away.
    pub fn free(&self) {
        fs::remove_file(self.ballast()).expect("the ballast is there");
    }
}
