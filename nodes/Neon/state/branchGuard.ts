import type { NeonBranch } from '../api/types';

/** What makes a branch one that must not be touched by mistake; null for any other. What Neon does not say counts as yes. */
export function whyGuarded(branch: NeonBranch): string | null {
	if (branch.default !== false) return 'the default branch of its project';
	if (branch.protected !== false) return 'a protected branch';
	return null;
}
