import type { RegisterTaskDefinitionRequest, TaskOverride } from '@aws-sdk/client-ecs';
import type { IDataObject } from 'n8n-workflow';

const notShown = '(not shown)';

/** Settings of the awslogs driver that say where a log is, and are no secret. */
const shownOptions: readonly string[] = ['awslogs-group', 'awslogs-region', 'awslogs-stream-prefix'];

/** Replaces one value that must not be seen. */
type Hide = (value: string) => string;

/**
 * Where task definitions, tasks and services hold what people set freely, which may be a secret that should not be there:
 * an API key in a log driver's options, a token in a command. Names stay, values go.
 */
const hidden = new Map<string, (member: unknown, hide: Hide) => unknown>(Object.entries({
	environment: (member: unknown, hide: Hide) => withoutField(member, 'value', hide),
	environmentFiles: (member: unknown, hide: Hide) => withoutField(member, 'value', hide),
	secretOptions: (member: unknown, hide: Hide) => withoutField(member, 'valueFrom', hide),
	// Of a proxy.
	properties: (member: unknown, hide: Hide) => withoutField(member, 'value', hide),
	// Of a log driver, of Service Connect's too, and of FireLens.
	options: (member: unknown, hide: Hide) => withoutValues(member, hide),
	dockerLabels: (member: unknown, hide: Hide) => withoutValues(member, hide),
	// Of a Docker volume.
	labels: (member: unknown, hide: Hide) => withoutValues(member, hide),
	driverOpts: (member: unknown, hide: Hide) => withoutValues(member, hide),
	// Of a container, of its health check, and of an override.
	command: (member: unknown, hide: Hide) => withoutWords(member, hide),
	entryPoint: (member: unknown, hide: Hide) => withoutWords(member, hide),
	credentialSpecs: (member: unknown, hide: Hide) => withoutWords(member, hide),
	dockerSecurityOptions: (member: unknown, hide: Hide) => withoutWords(member, hide),
	// Of a private registry, and of a Windows file server.
	credentialsParameter: (member: unknown, hide: Hide) => (typeof member === 'string' ? hide(member) : member),
	// What a lifecycle hook's function is given.
	hookDetails: (member: unknown, hide: Hide) => hide(JSON.stringify(member) ?? ''),
}));

/** An answer of the SDK as JSON: times as text, nothing undefined, and no value of what people set freely. */
export function redactedJson(value: unknown): IDataObject | null {
	const text = withHidden(value, () => notShown);
	return text === undefined ? null : (JSON.parse(text) as IDataObject);
}

/** Shorter values would blank ordinary words where AWS's answer repeats them. */
const shortestValue = 6;

/** The values in a request that no error may repeat; names that AWS's words need are none. */
export function valuesIn(request: RegisterTaskDefinitionRequest | { readonly overrides?: TaskOverride }): string[] {
	const values = new Set<string>();
	withHidden(request, (value) => {
		values.add(value);
		return notShown;
	});
	const names = 'family' in request ? [request.family, ...(request.containerDefinitions ?? []).map(({ name }) => name)] : [];
	return [...values].filter((value) => value.length >= shortestValue && !names.includes(value));
}

function withHidden(value: unknown, hide: Hide): string | undefined {
	return JSON.stringify(value, (key: string, member: unknown) =>
		member === null || member === undefined ? member : (hidden.get(key)?.(member, hide) ?? member),
	);
}

function withoutField(member: unknown, field: string, hide: Hide): unknown {
	if (!Array.isArray(member)) return member;
	return member.map((entry: unknown) =>
		typeof entry === 'object' && entry !== null && field in entry
			? { ...entry, [field]: hide(String(Reflect.get(entry, field))) }
			: entry,
	);
}

function withoutValues(member: unknown, hide: Hide): unknown {
	if (typeof member !== 'object' || member === null || Array.isArray(member)) return member;
	return Object.fromEntries(
		Object.entries(member).map(([name, value]: [string, unknown]) => [
			name,
			shownOptions.includes(name) ? value : hide(String(value)),
		]),
	);
}

function withoutWords(member: unknown, hide: Hide): unknown {
	return Array.isArray(member) ? member.map((word) => hide(String(word))) : member;
}
