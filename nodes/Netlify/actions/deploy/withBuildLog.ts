import { cutText } from '../../../deployment/values/text';
import { redact } from '../../../shared/http/redaction';
import type { OperationContext } from '../../../shared/operation/operation';
import { attempt } from '../../../shared/waiting/attempt';
import { listVariables } from '../../api/environmentVariables';
import type { NetlifyEnvironmentVariable } from '../../api/types';
import type { ExpectedDeploy } from '../../changes/deployLook';
import { buildLogLines } from '../../state/buildLogLines';
import type { BuildLog, DeployResult } from '../../state/deployResult';
import { redactTokens, withoutColours } from '../../../deployment/values/redactTokens';
import { fetchLog } from './fetchLog';

const maxLines = 20;
/** In UTF-16 units. */
const maxLineLength = 300;
/** Shorter values, such as `true` or `3`, would blank ordinary words. */
const shortestSecret = 6;

/**
 * The result with the end of its build's log, when the build failed. Never raises: the failure itself is
 * what must be told. Without the site's variables at hand, which a build may print, no line is given at all.
 */
export async function withBuildLog(
	context: OperationContext,
	expected: ExpectedDeploy,
	result: DeployResult,
): Promise<DeployResult> {
	if (result.verified || result.state !== 'failed' || !result.deploy.build_id) return result;
	return { ...result, log: await readBuildLog(context, expected, result) };
}

async function readBuildLog(
	{ functions }: OperationContext,
	{ client, site }: ExpectedDeploy,
	{ deploy }: DeployResult,
): Promise<BuildLog> {
	const access = deploy.log_access_attributes;
	if (!access?.url) return noLines("Netlify does not report where the build's log is");
	const variables = await attempt(listVariables(client, site));
	if (!variables.ok) {
		return noLines("The build's log is left out: the site's variables, which it may show, could not be read");
	}
	const answer = await attempt(fetchLog(functions, access.url, access.token ?? '', await client.baseUrl()));
	if (!answer.ok) return noLines("The build's log could not be read");
	const lines = buildLogLines(answer.value);
	if (lines === null) return noLines("The build's log has an unknown form");
	if (lines.length === 0) return noLines("The build's log is empty");
	const secrets = secretsIn(variables.value);
	return { lines: lines.slice(-maxLines).map((line) => safeLine(line, secrets)), note: '' };
}

function noLines(note: string): BuildLog {
	return { lines: [], note };
}

function secretsIn(variables: readonly NetlifyEnvironmentVariable[]): string[] {
	return variables.flatMap(({ values }) =>
		(values ?? []).flatMap(({ value }) => (value && value.length >= shortestSecret ? [value] : [])),
	);
}

function safeLine(line: string, secrets: readonly string[]): string {
	return cutText(redactTokens(redact(withoutColours(line), secrets)), maxLineLength);
}
