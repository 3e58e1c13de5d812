import type { MountStep } from "./mount-steps.ts";
import { rightsOverUs, type SandboxStage, STAGE_FAILED, STAGE_FAILED_EXIT, stageSteps } from "./stage.ts";

/** Numbers of unshare(2), mount(2), prctl(2), setgroups(2), setresgid(2), setresuid(2), capset(2) and fchownat(2). */
const GENERIC = "97,40,167,159,149,147,91,54";
const SYSCALLS: Readonly<Record<string, string>> = {
  x64: "272,165,157,116,119,117,126,260",
  arm64: GENERIC,
  riscv64: GENERIC,
};

/** Whether one program can do all of a stage here. */
export function canStageByPerl(): boolean {
  return SYSCALLS[process.arch] !== undefined;
}

export interface PerlStage extends SandboxStage {
  /** Whether the namespaces stand in a user namespace, in which the engine's user has every right. */
  inUserNamespace: boolean;
  /** Of the program's variables, whose values the environment holds as `_milestone_0` and so on. */
  names: readonly string[];
  argv: readonly string[];
}

/**
 * The stage as one program, where there is perl (which Debian and Ubuntu always have): as shell, unshare, mount, find and
 * setpriv one after the other it takes some ten starts of programs, each of which costs more than all of their work.
 */
export function perlStage(stage: PerlStage): string[] {
  const { user, handed = [], names, argv, cwd, inUserNamespace, keepsRootsRights = false } = stage;
  const steps = stageSteps(stage).flatMap(stepArguments);
  return [
    ...["/usr/bin/perl", "-e", PERL, SYSCALLS[process.arch]!],
    ...[inUserNamespace ? "1" : "", user ? `${user.uid},${user.gid}` : ""],
    keepsRootsRights
      ? rightsOverUs()
          .map(([, number]) => number)
          .join(",")
      : "",
    ...[cwd, `${handed.length}`, ...handed, `${names.length}`, ...names, ...steps, "run", ...argv],
  ];
}

function stepArguments(step: MountStep): string[] {
  switch (step.step) {
    case "overlay":
      return ["overlay", step.at, step.options, step.volatile ?? ""];
    case "open":
      return ["open", `${step.fd}`, step.path];
    case "coverFolder":
    case "coverFile":
      return [step.step, step.at];
    case "bindFile":
      return ["bindFile", step.from, step.at];
    case "show":
      return [
        ...["show", `${step.fd}`, step.at],
        ...[step.create ? (step.isFolder ? "folder" : "file") : "", step.readOnly ? "ro" : ""],
      ];
    case "readOnly":
      return ["readOnly", step.at];
    default:
      return step satisfies never;
  }
}

/**
 * No module is loaded, as the least perl has none. A flag that a mount has and that has no number here ends it: made
 * read-only it could lose that flag.
 */
const PERL = String.raw`
use strict;
my ($numbers, $in_user_namespace, $user, $rights, $cwd) = splice @ARGV, 0, 5;
my ($UNSHARE, $MOUNT, $PRCTL, $SETGROUPS, $SETRESGID, $SETRESUID, $CAPSET, $FCHOWNAT) = map { $_ + 0 } split /,/, $numbers;
my @handed = splice @ARGV, 0, shift @ARGV;
my @names = splice @ARGV, 0, shift @ARGV;
my ($ro, $nosuid, $nodev, $noexec, $remount, $bind, $rec, $private) = (1, 2, 4, 8, 32, 4096, 16384, 262144);
my %flags = (ro => 1, rw => 0, nosuid => 2, nodev => 4, noexec => 8, nosymfollow => 256, noatime => 1024,
  nodiratime => 2048, relatime => 2097152);
my %open;
sub held { my ($what, $result) = @_; $result == 0 or die "$what: $!\n" }
sub put {
  my ($path, $text) = @_;
  open my $file, ">", $path or die "$path: $!\n";
  defined syswrite $file, $text or die "$path: $!\n";
}
sub mounted {
  my ($from, $at, $type, $flags, $data) = @_;
  # Copies, as perl lets no call have what could not be written.
  syscall($MOUNT, my $a = $from, my $b = $at, my $c = $type, $flags + 0, defined $data ? my $d = $data : 0) == 0;
}
sub mount { mounted(@_) or die "mount $_[1]: $!\n" }
sub cover { my $at = $_[1]; ! -e $at or mounted(@_) or ! -e $at or die "cover $at: $!\n" }
sub read_only {
  my ($at) = @_;
  my $options;
  open my $table, "<", "/proc/self/mountinfo" or die "mountinfo: $!\n";
  while (<$table>) {
    my @fields = split / /;
    $fields[4] =~ s/\\([0-7]{3})/chr oct $1/ge;
    # Of several mounts at one path the last is the one that is seen.
    $options = $fields[5] if $fields[4] eq $at;
  }
  close $table;
  defined $options or die "$at is no mount\n";
  my $flags = $remount | $bind | $ro;
  for (split /,/, $options) { exists $flags{$_} or die "$at: $_?\n"; $flags |= $flags{$_} }
  mount("none", $at, "none", $flags);
}
sub folders { my ($path) = @_; my $made = ""; for (grep { length } split m{/}, $path) { $made .= "/$_"; mkdir $made } }

# A file with several names may be another's, so it changes hands only where it was made by that user itself.
my $is_deep;
sub hand {
  my ($path, $uid, $gid, $device) = @_;
  my @found = lstat $path or return $!+0 == 36 ? $is_deep = 1 : die "$path: $!\n";
  my $is_folder = -d _;
  return if defined $device && $found[0] != $device;
  if ($found[4] != $uid && ($is_folder || $found[3] == 1)) {
    held("chown $path", syscall($FCHOWNAT, -100, my $a = $path, $uid, $gid, 256));
  }
  return if !$is_folder;
  opendir my $folder, $path or die "$path: $!\n";
  my @inside = grep { $_ ne "." && $_ ne ".." } readdir $folder;
  closedir $folder;
  hand("$path/$_", $uid, $gid, $found[0]) for @inside;
}

sub set_up {
  # Its end is that of all others, however the engine's side of it ends.
  held("prctl", syscall($PRCTL, 1, 9, 0, 0, 0));
  mount("proc", "/proc", "proc", $nosuid | $nodev | $noexec);
  if (length $user) {
    my ($uid, $gid) = map { $_ + 0 } split /,/, $user;
    hand($_, $uid, $gid) for @handed;
    # Paths that are longer than the system takes.
    system("find", @handed, qw{-xdev ( -type d -o -links 1 ) ! -uid}, $uid, qw{-exec chown -h}, "$uid:$gid", "{}", "+") == 0
      or die "chown failed\n" if $is_deep;
  }
  while ((my $step = shift @ARGV) ne "run") {
    if ($step eq "overlay") {
      my ($at, $options, $mark) = splice @ARGV, 0, 3;
      if (length $mark) { unlink "$mark/volatile/dirty"; rmdir "$mark/volatile"; rmdir $mark }
      mount("milestone", $at, "overlay", 0, $options);
    }
    elsif ($step eq "open") {
      my ($number, $path) = splice @ARGV, 0, 2;
      sysopen $open{$number}, $path, 010000000 or die "open $path: $!\n"; # O_PATH
    }
    elsif ($step eq "coverFolder") { cover("milestone", shift @ARGV, "tmpfs", $nosuid | $nodev, "mode=755,size=4m") }
    elsif ($step eq "coverFile") { cover("/dev/null", shift @ARGV, "none", $bind) }
    elsif ($step eq "bindFile") { my ($from, $at) = splice @ARGV, 0, 2; mount($from, $at, "none", $bind) }
    elsif ($step eq "show") {
      my ($number, $at, $create, $readable) = splice @ARGV, 0, 4;
      folders($create eq "folder" ? $at : $at =~ s{/[^/]*$}{}r) if $create;
      if ($create eq "file") { sysopen my $file, $at, 0101, 0644 or die "create $at: $!\n" }
      mount("/proc/self/fd/" . fileno $open{$number}, $at, "none", $bind | $rec);
      read_only($at) if $readable;
    }
    elsif ($step eq "readOnly") { read_only(shift @ARGV) }
    else { die "$step?\n" }
  }
  %open = ();
  chdir $cwd or die "$cwd: $!\n";
}

sub drop_rights {
  if (length $rights) { held("capability $_", syscall($PRCTL, 24, $_ + 0, 0, 0, 0)) for split /,/, $rights }
  else {
    for my $right (0 .. 63) { syscall($PRCTL, 24, $right, 0, 0, 0) == 0 or $!+0 == 22 && $right > 30 or die "capability $right: $!\n" }
    held("ambient", syscall($PRCTL, 47, 4, 0, 0, 0));
    if (length $user) {
      my ($uid, $gid) = map { $_ + 0 } split /,/, $user;
      held("setgroups", syscall($SETGROUPS, 0, 0));
      held("setresgid", syscall($SETRESGID, $gid, $gid, $gid));
      held("setresuid", syscall($SETRESUID, $uid, $uid, $uid));
    }
    held("capset", syscall($CAPSET, my $head = pack("LL", 0x20080522, 0), my $none = pack("L6", (0) x 6)));
  }
  held("no_new_privs", syscall($PRCTL, 38, 1, 0, 0, 0));
}

sub failed { print STDERR $@, "${STAGE_FAILED}\n"; exit ${STAGE_FAILED_EXIT} }

eval {
  my ($uid, $gid) = ($> + 0, $) + 0);
  held("unshare", syscall($UNSHARE, 0x28020000 | ($in_user_namespace ? 0x10000000 : 0)));
  if ($in_user_namespace) {
    put("/proc/self/setgroups", "deny");
    put("/proc/self/uid_map", "$uid $uid 1\n");
    put("/proc/self/gid_map", "$gid $gid 1\n");
  }
  mount("none", "/", "none", $rec | $private);
} or failed();

my $first = fork;
defined $first or failed();
if ($first) {
  # The signals of the group are for the program.
  @SIG{qw(INT TERM HUP)} = ("IGNORE") x 3;
  waitpid $first, 0;
  exit($? & 127 ? 128 + ($? & 127) : $? >> 8);
}

# The first process of a namespace heeds no signal that it does not ask for. As it keeps its own rights, nothing inside can
# signal or trace it.
eval { set_up(); 1 } or failed();
my $program = fork;
defined $program or failed();
if ($program) {
  my $ended;
  do { $ended = waitpid -1, 0 } until $ended == $program || $ended < 0;
  exit($? & 127 ? 128 + ($? & 127) : $? >> 8);
}
eval { drop_rights(); 1 } or failed();
my %given = map { ($names[$_], $ENV{"_milestone_$_"}) } 0 .. $#names;
%ENV = %given;
exec { $ARGV[0] } @ARGV;
print STDERR "$ARGV[0]: $!\n";
exit($!+0 == 2 ? 127 : 126);
`;
