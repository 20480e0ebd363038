import webhookExamples from '@octokit/webhooks-examples';

import { isJsonObject, without } from '../../http/requestBody';
import type { GitHubUrls } from '../urls';
import type { JsonObject } from '../../model';

/** Real payloads of an event; none when GitHub's examples do not hold it. */
function examplesOf(event: string): readonly JsonObject[] {
	const all: unknown = webhookExamples;
	if (!Array.isArray(all)) throw new Error('@octokit/webhooks-examples is not a list of events');
	for (const entry of all as readonly unknown[]) {
		if (!isJsonObject(entry) || entry['name'] !== event) continue;
		const examples = entry['examples'];
		return Array.isArray(examples) ? (examples as readonly unknown[]).filter(isJsonObject) : [];
	}
	return [];
}

function keyCount(value: unknown): number {
	return isJsonObject(value) ? Object.keys(value).length : 0;
}

/** The fullest example: the newer GitHub recorded one, the more properties its repository has. */
function pickExample(event: string, action: string | undefined): JsonObject {
	const examples = examplesOf(event);
	const ofAction = examples.filter((example) => example['action'] === action);
	const candidates = ofAction.length > 0 ? ofAction : examples;
	const best = candidates.reduce<JsonObject | undefined>(
		(found, next) => (found && keyCount(found['repository']) >= keyCount(next['repository']) ? found : next),
		undefined,
	);
	if (!best) throw new Error(`There is no example payload of the event "${event}"`);
	return best;
}

/** Gives the example's properties our values; what we have and the example lacks is left out. */
function replaceKnown(example: unknown, ours: unknown): unknown {
	if (ours === undefined) return example;
	if (!isJsonObject(example) || !isJsonObject(ours) || keyCount(example) === 0) return ours;
	return Object.fromEntries(
		Object.entries(example).map(([name, value]) => [name, name in ours ? replaceKnown(value, ours[name]) : value]),
	);
}

function ownerLogin(example: JsonObject): string | undefined {
	const repository = example['repository'];
	const owner = isJsonObject(repository) ? repository['owner'] : undefined;
	const login = isJsonObject(owner) ? owner['login'] : undefined;
	return typeof login === 'string' ? login : undefined;
}

/**
 * A payload in exactly the shape GitHub sent once, about our world: its properties take the values in `ours`,
 * and what `ours` does not speak of names our repository and addresses.
 */
export function payloadFromExample(
	event: string,
	ours: JsonObject,
	names: { readonly urls: GitHubUrls; readonly fullName: string },
): JsonObject {
	const action = ours['action'];
	const example = pickExample(event, typeof action === 'string' ? action : undefined);
	// The hooks are a repository's and an organization's, not an app's.
	const repository = example['repository'];
	const exampleName = isJsonObject(repository) ? repository['full_name'] : undefined;
	let text = JSON.stringify(without(example, 'installation'));
	if (typeof exampleName === 'string') text = text.replaceAll(exampleName, names.fullName);
	const login = ownerLogin(example);
	if (login) text = text.replaceAll(login, names.fullName.split('/')[0] ?? login);
	text = text.replaceAll('https://api.github.com', names.urls.api).replaceAll('https://github.com', names.urls.web);
	const payload = replaceKnown(JSON.parse(text), ours);
	if (!isJsonObject(payload)) throw new Error(`The example of "${event}" is not an object`);
	return payload;
}
