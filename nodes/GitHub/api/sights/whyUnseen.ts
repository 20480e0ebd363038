import { sentences } from '../../../deployment/ledger/stepResult';
import {
	adviceForError,
	ConfigurationError,
	isTransient,
	messageOf,
	OperationFailure,
	PlatformRequestError,
} from '../../../shared/operation/errors';
import { errorHints } from '../errorHints';

/** Why something could not be seen, and whether the same look may do better later. */
export interface Unseen {
	readonly reason: string;
	readonly isTransient: boolean;
}

/** What GitHub's no, or its silence, says of a look. @throws what is a fault of the workflow or of the code. */
export function whyUnseen(error: unknown): Unseen {
	const isGitHubs = error instanceof PlatformRequestError || error instanceof OperationFailure;
	if (!isGitHubs || error instanceof ConfigurationError) throw error;
	return {
		reason: sentences(messageOf(error), adviceForError(error, errorHints) ?? ''),
		isTransient: isTransient(error),
	};
}
