import { isRecord, isTrueAt, numberAt, textAt } from '../../../deployment/values/jsonFields';
import type { OperationContext } from '../../../shared/operation/operation';
import { parseJson } from '../../../deployment/values/json';
import { cutText } from '../../../deployment/values/text';
import type { PlatformClient } from '../../../shared/http/platformClient';
import { redact } from '../../../shared/http/redaction';
import { listVariables } from '../../api/environmentVariables';
import { fetchLog } from './fetchLog';
import { withoutColours, withoutTokens } from '../../state/redactTokens';
import type { DeployOutcome } from '../../output/resultJson';
import type { NetlifySite } from '../../api/types';
import { attempt } from '../../../shared/waiting/attempt';

/** The end of a build's log, without the values of the site's readable variables and what looks like a token. */
export interface BuildLog {
	/** The last lines, oldest first. */
	readonly lines: readonly string[];
	/** Why there are none; empty when there are. */
	readonly note: string;
}

const maxLines = 20;
/** In UTF-16 units. */
const maxLineLength = 300;
/** Shorter values, such as `true` or `3`, would blank ordinary words. */
const shortestSecret = 6;

/**
 * The outcome with the end of its build's log, when the build failed. Never raised over: the failure
 * itself is what must be told. Without the site's variables at hand, which a build may print, no line
 * is given at all.
 */
export async function withBuildLog(
	{ functions }: OperationContext,
	client: PlatformClient,
	site: NetlifySite,
	outcome: DeployOutcome,
): Promise<DeployOutcome> {
	const access = outcome.deploy.log_access_attributes;
	if (outcome.verified || outcome.state !== 'failed' || !outcome.deploy.build_id) return outcome;
	if (!access?.url) return withNote(outcome, 'Netlify does not tell where the build\'s log is');
	const variables = await attempt(listVariables(client, site));
	if (!variables.ok) {
		return withNote(outcome, 'The build\'s log is left out: the site\'s variables, which it may show, could not be read');
	}
	const secrets = variables.value.flatMap(({ values }) =>
		(values ?? []).flatMap(({ value }) => (value && value.length >= shortestSecret ? [value] : [])),
	);
	const answer = await attempt(
		fetchLog(functions, access.url, access.token ?? '', await client.baseUrl()),
	);
	if (!answer.ok) return withNote(outcome, 'The build\'s log could not be read');
	const lines = linesIn(answer.value);
	if (lines === null) return withNote(outcome, 'The build\'s log is not in a form that is known');
	const tail = lines
		.slice(-maxLines)
		.map((line) => cutText(withoutTokens(redact(withoutColours(line), secrets)), maxLineLength));
	return { ...outcome, log: { lines: tail, note: tail.length === 0 ? 'The build\'s log is empty' : '' } };
}

function withNote(outcome: DeployOutcome, note: string): DeployOutcome {
	return { ...outcome, log: { lines: [], note } };
}

/** Lines by their keys, which grow with time: `{"-L000": {"message": "...", "ts": 1}}`. */
function linesIn(text: string): string[] | null {
	const parsed = parseJson(text);
	if (!parsed.ok || (!isRecord(parsed.value) && parsed.value !== null)) return null;
	return Object.entries(parsed.value ?? {})
		.sort(([left, one], [right, other]) => {
			const byTime = (numberAt(one, 'ts') ?? 0) - (numberAt(other, 'ts') ?? 0);
			return byTime !== 0 ? byTime : left < right ? -1 : 1;
		})
		.flatMap(([, line]) => {
			const message = textAt(line, 'message') ?? textAt(line, 'log');
			if (message === null) return [];
			return message.split('\n').map((part) => (isTrueAt(line, 'error') ? `! ${part}` : part));
		});
}
