import type { OverlayMount } from "./visible-paths.ts";

/** One mount of what a program inside sees, in new namespaces. Folders of the machine are named before they are covered. */
export type MountStep =
  | { step: "overlay"; at: string; options: string }
  /** Kept open under a number, so that it can be mounted again when something covers it. */
  | { step: "open"; fd: number; path: string }
  /** An empty folder, or nothing where there is none by now. */
  | { step: "coverFolder"; at: string }
  | { step: "coverFile"; at: string }
  | { step: "bindFile"; from: string; at: string }
  /** `create`: what covers it from outside has no such name. */
  | { step: "show"; fd: number; at: string; isFolder: boolean; create: boolean; readOnly: boolean }
  /** A mount of the machine's, with the flags that it has. */
  | { step: "readOnly"; at: string; flags: readonly string[] };

/** By which programs the steps are done: one for all of them, or one each. */
export type Mounter = "perl" | "mount";

/** Numbers of mount(2). */
const SYSCALLS: Readonly<Record<string, number>> = { x64: 165, arm64: 40, riscv64: 40, ppc64: 21, s390x: 21 };

/** In the order in which they are to be tried: thirty programs take a start some 20 ms, one takes it 2. */
export function mountersHere(): Mounter[] {
  return SYSCALLS[process.arch] === undefined ? ["mount"] : ["perl", "mount"];
}

/** Commands of a shell that do the steps, of which none may fail. */
export function mountCommands(steps: readonly MountStep[], mounter: Mounter): string[] {
  if (steps.length === 0) return [];
  switch (mounter) {
    case "perl":
      return [
        ["/usr/bin/perl", "-e", PERL, `${SYSCALLS[process.arch]}`, ...steps.flatMap(perlArguments)]
          .map(quoted)
          .join(" "),
      ];
    case "mount": {
      const opened = steps.filter(({ step }) => step === "open").map(each => (each as { fd: number }).fd);
      const close = opened.length > 0 ? [`exec ${opened.map(fd => `${fd}<&-`).join(" ")}`] : [];
      return [...steps.flatMap(shellCommands), ...close];
    }
    default:
      return mounter satisfies never;
  }
}

/**
 * Marks in `user` attributes are the only ones that a user namespace can write, so that layers made there and by root are
 * alike. What the kernel would else do by itself (redirects, files of metadata alone) no reader of the upper folder knows.
 */
export function overlayStep({ at, lower, upper }: OverlayMount): MountStep {
  const written = upper ? [`upperdir=${upper.files}`, `workdir=${upper.work}`] : [];
  const options = ["userxattr", "index=off", "metacopy=off", `lowerdir=${lower.join(":")}`, ...written];
  return { step: "overlay", at, options: options.join(",") };
}

function shellCommands(step: MountStep): string[] {
  switch (step.step) {
    case "overlay":
      return [`mount -n -c -t overlay -o ${quoted(step.options)} milestone ${quoted(step.at)}`];
    case "open":
      return [`exec ${step.fd}<${quoted(step.path)}`];
    case "coverFolder":
      return [
        unlessGone(
          step.at,
          `mount -n -c -t tmpfs -o mode=755,size=4m,nosuid,nodev milestone ${quoted(step.at)}`,
        ),
      ];
    case "coverFile":
      return [unlessGone(step.at, `mount -n -c --bind /dev/null ${quoted(step.at)}`)];
    case "bindFile":
      return [`mount -n -c --bind ${quoted(step.from)} ${quoted(step.at)}`];
    case "show": {
      const at = quoted(step.at);
      const parent = quoted(step.at.slice(0, step.at.lastIndexOf("/")) || "/");
      const create = step.isFolder ? [`mkdir -p ${at}`] : [`mkdir -p ${parent}`, `: > ${at}`];
      return [
        ...(step.create ? create : []),
        `mount -n -c --rbind /proc/self/fd/${step.fd} ${at}`,
        ...(step.readOnly ? [`mount -n -c -o remount,bind,ro ${at}`] : []),
      ];
    }
    case "readOnly":
      return [`mount -n -c -o ${["remount", "bind", "ro", ...step.flags].join(",")} ${quoted(step.at)}`];
    default:
      return step satisfies never;
  }
}

/** Another run's folder may be removed at any moment; what is not there needs no hiding. */
function unlessGone(path: string, command: string): string {
  return `{ [ ! -e ${quoted(path)} ] || ${command} || [ ! -e ${quoted(path)} ]; }`;
}

function perlArguments(step: MountStep): string[] {
  switch (step.step) {
    case "overlay":
      return ["overlay", step.at, step.options];
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
 * Its arguments are the number of mount(2), and the steps one after the other. No module is loaded, as the least perl has
 * none. A flag that a mount has and that has no number here ends it: made read-only it could lose that flag.
 */
const PERL = String.raw`
use strict;
my $call = shift(@ARGV) + 0;
my ($ro, $nosuid, $nodev, $remount, $bind, $rec) = (1, 2, 4, 32, 4096, 16384);
my %flags = (ro => 1, rw => 0, nosuid => 2, nodev => 4, noexec => 8, nosymfollow => 256, noatime => 1024,
  nodiratime => 2048, relatime => 2097152);
my %open;
sub mounted {
  my ($from, $at, $type, $flags, $data) = @_;
  # Copies, as perl lets no call have what could not be written.
  syscall($call, my $a = $from, my $b = $at, my $c = $type, $flags + 0, defined $data ? my $d = $data : 0) == 0;
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
while (defined(my $step = shift @ARGV)) {
  if ($step eq "overlay") { my ($at, $options) = splice @ARGV, 0, 2; mount("milestone", $at, "overlay", 0, $options) }
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
    sysopen my $file, $at, 0101, 0644 or die "create $at: $!\n" if $create eq "file";
    mount("/proc/self/fd/" . fileno $open{$number}, $at, "none", $bind | $rec);
    read_only($at) if $readable;
  }
  elsif ($step eq "readOnly") { read_only(shift @ARGV) }
  else { die "$step?\n" }
}
`;

/** As one word of a shell. */
export function quoted(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}
