import type { JsonObject } from 'n8n-workflow';

import { LookFailure } from './pollUntil';
import type { CancelResult } from '../../deployment/state/deploymentResult';
import { messageOf, OperationFailure } from '../operation/errors';

export type { CancelResult };

/**
 * Something was started, and how it ended could not be seen: neither success nor failure. The words are
 * the same everywhere, since a person who reads "failed" believes that what ran before still runs.
 */
export class EndUnknown extends OperationFailure {
	/** The state that its record takes. */
	readonly state = 'unknown';

	constructor(
		/** `deploy 65f1 of site paintbox`. */
		what: string,
		/** Why it could not be seen: an error, or words. */
		cause: unknown,
		readonly cancelResult: CancelResult,
		context: JsonObject = {},
		/** What may still happen and what to do, in the platform's own words; after what became of the attempt to stop it. */
		advice?: string,
	) {
		super(
			`It is not known how ${what} ended: ${messageOf(cause)}`,
			adviceOn(cancelResult, advice),
			{ ...context, state: 'unknown', lastSeen: cause instanceof LookFailure ? cause.lastSeen : null },
			{ cause },
		);
	}
}

function adviceOn(cancelResult: CancelResult, advice: string | undefined): string {
	if (advice === undefined)
		return `${cancelWords[cancelResult]} Look at it on the platform, and deploy nothing over it before`;
	return cancelResult === 'notTried' ? advice : `${cancelWords[cancelResult]} ${advice}`;
}

const cancelWords: Readonly<Record<CancelResult, string>> = {
	cancelled: 'The platform was told to cancel it, but it may have gone live before.',
	notCancelled: 'It may still go live: it could not be cancelled.',
	notTried: 'It may still go live.',
};
