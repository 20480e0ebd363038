import type { RegisterTaskDefinitionRequest, TaskOverride } from '@aws-sdk/client-ecs';
import type { IDataObject } from 'n8n-workflow';

const notShown = '(not shown)';

/** Settings of the awslogs driver that say where a log is, and are no secret. */
const shownOptions: readonly string[] = ['awslogs-group', 'awslogs-region', 'awslogs-stream-prefix'];

/** Replaces one value that must not be seen. */
type Redact = (value: string) => string;

/** Redacts the values in one member; names stay. */
type RedactMember = (member: unknown, redact: Redact) => unknown;

/** One field of every entry of a list. */
const fieldOfEach =
	(field: string): RedactMember =>
	(member, redact) =>
		Array.isArray(member)
			? member.map((entry: unknown) =>
					typeof entry === 'object' && entry !== null && field in entry
						? { ...entry, [field]: redact(String(Reflect.get(entry, field))) }
						: entry,
				)
			: member;

const value = fieldOfEach('value');

const values: RedactMember = (member, redact) =>
	typeof member === 'object' && member !== null && !Array.isArray(member)
		? Object.fromEntries(
				Object.entries(member).map(([name, entry]: [string, unknown]) => [
					name,
					shownOptions.includes(name) ? entry : redact(String(entry)),
				]),
			)
		: member;

const words: RedactMember = (member, redact) =>
	Array.isArray(member) ? member.map((word) => redact(String(word))) : member;

/**
 * Where task definitions, tasks and services hold what people set freely, which may be a secret that should not be there:
 * an API key in a log driver's options, a token in a command. Names stay, values go.
 */
const redactedMembers: ReadonlyMap<string, RedactMember> = new Map<string, RedactMember>([
	['environment', value],
	['environmentFiles', value],
	['secretOptions', fieldOfEach('valueFrom')],
	// Of a proxy.
	['properties', value],
	// Of a log driver, of Service Connect's too, and of FireLens.
	['options', values],
	['dockerLabels', values],
	// Of a Docker volume.
	['labels', values],
	['driverOpts', values],
	// Of a container, of its health check, and of an override.
	['command', words],
	['entryPoint', words],
	['credentialSpecs', words],
	['dockerSecurityOptions', words],
	// Of a private registry, and of a Windows file server.
	['credentialsParameter', (member, redact) => (typeof member === 'string' ? redact(member) : member)],
	// What a lifecycle hook's function is given.
	['hookDetails', (member, redact) => redact(JSON.stringify(member) ?? '')],
]);

/** An answer of the SDK as JSON: times as strings, nothing undefined, and no value of what people set freely. */
export function redactedJson(answer: unknown): IDataObject | null {
	const text = redactedText(answer, () => notShown);
	return text === undefined ? null : (JSON.parse(text) as IDataObject);
}

/** Shorter values would blank ordinary words where AWS's answer repeats them. */
const shortestValue = 6;

/** The values in a request that no error may repeat; names that AWS's words need are none. */
export function valuesIn(request: RegisterTaskDefinitionRequest | { readonly overrides?: TaskOverride }): string[] {
	const found = new Set<string>();
	redactedText(request, (each) => {
		found.add(each);
		return notShown;
	});
	const names =
		'family' in request ? [request.family, ...(request.containerDefinitions ?? []).map(({ name }) => name)] : [];
	return [...found].filter((each) => each.length >= shortestValue && !names.includes(each));
}

function redactedText(answer: unknown, redact: Redact): string | undefined {
	return JSON.stringify(answer, (key: string, member: unknown) =>
		member === null || member === undefined ? member : (redactedMembers.get(key)?.(member, redact) ?? member),
	);
}
