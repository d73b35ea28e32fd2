// Where a file lies, as people say it: the folder and the name.

/** Of a path as any system writes one. */
export function liesIn(path: string): { folder: string; name: string } {
  const parts = path.split(/[/\\]/).filter(Boolean);
  return { folder: parts.at(-2) ?? path, name: parts.at(-1) ?? path };
}
