import type { DeploymentEvent } from './deploymentEvent';

/**
 * The one action by which something is there to deploy, for events that GitHub sends several times for
 * one thing: publishing a release sends `created`, `published` and `released`, a workflow run
 * `requested`, `in_progress` and `completed` (docs.github.com/webhooks/webhook-events-and-payloads).
 */
const decisiveActions: Readonly<Record<string, readonly string[]>> = {
	release: ['published'],
	workflow_run: ['completed'],
};

/** A release without its files, or with another text, is nothing to deploy, whatever a filter says. */
const releaseActionsWithoutDeployment: readonly string[] = ['deleted', 'unpublished', 'edited'];

/**
 * Why an event is ignored by its action; null when it goes on. `actions` holds words such as `opened`,
 * for all events with actions but a repository dispatch, and `release.released`, for that event alone.
 */
export function reasonByAction(actions: readonly string[], event: DeploymentEvent): string | null {
	const { action, details } = event;
	if (action === null) return null;
	if (event.event === 'release') {
		if (releaseActionsWithoutDeployment.includes(action)) return `a release that is ${action} leaves nothing to deploy`;
		if (details?.draft === true) return 'the release is a draft';
	}
	const named = actionsFor(event.event, actions);
	const wanted = named.length > 0 ? named : (decisiveActions[event.event] ?? []);
	if (wanted.length === 0 || wanted.includes(action)) return null;
	return `the action ${event.event}.${action} is not one of ${wanted.join(', ')}`;
}

function actionsFor(event: string, actions: readonly string[]): string[] {
	const ofThisEvent = actions.flatMap((entry) =>
		entry.startsWith(`${event}.`) ? [entry.slice(event.length + 1)] : [],
	);
	// The action of a repository dispatch is a name that somebody made up.
	if (event === 'repository_dispatch') return ofThisEvent;
	const words = actions.filter((entry) => !entry.includes('.'));
	return [...ofThisEvent, ...(event === 'release' ? withoutRepetition(words) : words)];
}

/** Of words that are sent for one and the same release, the one that says most. */
function withoutRepetition(words: readonly string[]): string[] {
	const isNamed = (...names: string[]) => names.some((name) => words.includes(name));
	return words.filter((word) => {
		if (word === 'released' || word === 'prereleased') return !isNamed('published');
		if (word === 'created') return !isNamed('published', 'released', 'prereleased');
		return true;
	});
}
