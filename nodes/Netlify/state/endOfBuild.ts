import type { DeploymentState, DeploymentStatus } from '../../deployment/state/deploymentState';
import { cutText } from '../../deployment/values/text';
import { redactTokens } from '../../deployment/values/redactTokens';

/** The fields of a Netlify deploy in state `error` that tell how it came to that. */
export interface EndedDeploy {
	readonly error_message?: string | null;
	/** Netlify built nothing, on purpose. */
	readonly skipped?: boolean | null;
	/** Why, where it says so. Not in the contract. */
	readonly skipped_log?: unknown;
}

/** In UTF-16 units. */
const longestReason = 2_000;

/** What Netlify puts before its own words. */
const stage = /^(?:failed (?:during|in) stage '[^']*'|error): /i;

/**
 * Netlify's own words by their beginning, the first that fits. Further on stand file names, commits and
 * whatever a build printed, which may hold any word.
 */
const endings: ReadonlyArray<readonly [RegExp, DeploymentState]> = [
	// For want of credits nothing goes out, and nobody wanted that.
	[
		/^(?:skipped|cancell?ed)\b.{0,80}\b(?:account|team|credits?|usage|billing|minutes)\b.{0,80}\b(?:exceeded|exhausted|used up|suspended|limit)/i,
		'failed',
	],
	[/^cancell?ed (?:the )?(?:build|deploy) (?:due to|because of) no (?:content )?changes?\b/i, 'skipped'],
	[
		/^(?:cancell?ed|skipped)(?: (?:the )?(?:build|deploy))? (?:due to|because of|in favou?r of|by) (?:an? |the )?(?:newer|new|later|more recent) (?:commits?|builds?|deploys?|push)/i,
		'superseded',
	],
	[
		/^(?:(?:build|deploy) (?:was )?cancell?ed|cancell?ed(?: (?:the )?(?:build|deploy))?)(?=[.]?$|[.,] | (?:due to|because of|by|after)\b)/i,
		'cancelled',
	],
	[
		/^(?:(?:build|deploy) (?:was )?skipped|skipp(?:ed|ing)(?: (?:the |this )?(?:build|deploy))?)(?=[.]?$|[.,:] | (?:due to|because|since|by|as)\b)/i,
		'skipped',
	],
];

/**
 * How a deploy in state `error` ended: Netlify has that one state for what failed, what a person stopped,
 * and what it skipped on purpose (no content change, an `ignore` command, a commit that says so).
 */
export function endOfBuild(deploy: EndedDeploy): DeploymentStatus {
	const message = deploy.error_message?.trim() ?? '';
	const words = message.replace(stage, '');
	const isSkipped = deploy.skipped === true || Boolean(deploy.skipped_log);
	const state = endings.find(([beginning]) => beginning.test(words))?.[1] ?? (isSkipped ? 'skipped' : 'failed');
	if (message !== '') return { state, reason: reportedReason(message) };
	return { state, reason: isSkipped ? 'Netlify skipped its build' : 'Netlify gave no error message' };
}

/** Netlify's words, in which what a build printed may stand, of any length. */
export function reportedReason(message: string | null | undefined): string {
	return cutText(redactTokens(message?.trim() ?? ''), longestReason);
}
