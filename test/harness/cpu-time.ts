/** Milliseconds of processor time that an action takes: a busy machine does not make it more, unlike the clock's. */
export function cpuTime(action: () => unknown): number {
  const before = process.cpuUsage();
  action();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}
