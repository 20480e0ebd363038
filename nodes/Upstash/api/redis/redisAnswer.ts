import { isRecord } from '../../../deployment/values/jsonFields';
import { OperationFailure } from '../../../shared/operation/errors';
import { adviceForRedisWords } from './redisErrors';

/** Redis' own words in an answer's body; undefined when it holds no error. */
export function errorIn(body: unknown): string | undefined {
	return isRecord(body) && typeof body.error === 'string' ? body.error : undefined;
}

/** The result in an answer's body; undefined when it holds none. A result itself is never undefined: it came as JSON. */
export function resultIn(body: unknown): unknown {
	return isRecord(body) && 'result' in body ? body.result : undefined;
}

/** The error for what Redis refused: `shown` without any word of the command, the advice by its words as they came. */
export function redisRefusal(what: string, shown: string, words: string): OperationFailure {
	return new OperationFailure(
		`Redis refused ${what}: ${shown || 'it gave no readable answer'}`,
		adviceForRedisWords(words),
	);
}
