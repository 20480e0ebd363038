import picomatch from 'picomatch';

/** Longer patterns are mistakes, or attacks on the matcher. */
const maxGlobLength = 300;

export interface GlobFault {
	readonly fault: string;
	readonly advice: string;
}

/** Why a pattern can match no path as GitHub writes them, `apps/paintbox/index.html`; null for a good one. */
export function globFault(pattern: string): GlobFault | null {
	if (pattern.length > maxGlobLength) {
		return {
			fault: `a glob has ${pattern.length} characters, and ${maxGlobLength} are read`,
			advice: 'Separate globs by commas or lines',
		};
	}
	const bad = (why: string, advice: string): GlobFault => ({ fault: `the glob "${pattern}" ${why}`, advice });
	if (pattern.startsWith('!')) {
		return bad('begins with "!"', 'Put what must not match into exclude_paths');
	}
	if (/^\.{0,2}\//.test(pattern)) {
		return bad('begins at no folder of the repository', `Write ${pattern.replace(/^[./]+/, '') || '**'}`);
	}
	if (pattern.includes('\\')) {
		return bad('has a backslash', `Write ${pattern.replace(/\\/g, '/')}`);
	}
	if (pattern.endsWith('/')) return bad('names a folder, and matches no file', `Write ${pattern}**`);
	const reason = whyUnreadable(pattern);
	return reason === null ? null : bad(`cannot be read: ${reason}`, 'Close every bracket, or remove it');
}

function whyUnreadable(pattern: string): string | null {
	try {
		picomatch(pattern, { dot: true, nonegate: true, strictBrackets: true });
		return null;
	} catch (error) {
		return error instanceof Error ? error.message : String(error);
	}
}
