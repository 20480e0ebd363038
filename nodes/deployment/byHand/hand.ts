import { isRecord, isTrueAt, listAt, numberAt, textAt, valueAt } from '../values/jsonFields';
import { stringAt } from '../ledger/record';

/** What a person can ask for, by the words of the form's first page. */
export const handActions = {
	rollBack: 'Roll back a service',
	rollBackRelease: 'Roll back a whole release',
	hold: 'Hold a service',
	lift: 'Lift a hold',
	tryAgain: 'Try a service again',
	show: 'Show what a release would do',
} as const;

export type HandAction = keyof typeof handActions;

/** An option on a page, and what it stands for. */
export interface Choice {
	readonly label: string;
	readonly value: string;
}

/** A service that is changed, with all that its platform and its record need: the item that travels to them. */
export interface HandService {
	readonly service: string;
	readonly environment: string;
	readonly platform: string;
	readonly target: string;
	readonly context: string;
	readonly repository: string;
	readonly branch: string;
	/** Its row of the catalog; 0 where a person typed what to change. */
	readonly catalogRowId: number;
	readonly lockKey: string;
	/** Whatever else of its row a platform takes. */
	readonly settings: Readonly<Record<string, unknown>>;
}

/** What goes back where. Ids are the platform's; empty where not known. */
export interface HandEntry {
	readonly service: HandService;
	/** What is live as it was shown. */
	readonly liveId: string;
	readonly liveCommit: string;
	readonly toId: string;
	readonly toCommit: string;
	/** Why it is left as it is; empty when it goes back. */
	readonly left: string;
}

/** All that is known of what a person does, from page to page. */
export interface Hand {
	readonly action: HandAction;
	readonly reason: string;
	readonly actor: string;
	readonly isCatalogRead: boolean;
	/** What the page before offered. */
	readonly choices: readonly Choice[];
	readonly services: readonly HandService[];
	/** Of a whole release: its id, and how people call it. */
	readonly release: Choice | null;
	readonly entries: readonly HandEntry[];
	/** What is to be typed to confirm. */
	readonly confirmation: string;
	/** What is done when something else is live by the time that it was confirmed. */
	readonly whenChanged: WhenChanged;
}

/**
 * `show`: it is held, and shown anew. `goOn`: it was shown anew, so it goes back all the same. `end`: nothing is
 * changed, since nobody is there to look.
 */
const changes = ['show', 'goOn', 'end'] as const;

export type WhenChanged = (typeof changes)[number];

/** What a person asked for on the first page. */
export function readAsked(item: unknown): Hand {
	const asked = stringAt(item, 'action');
	const found = Object.entries(handActions).find(([, words]) => words === asked)?.[0];
	return {
		action: isAction(found) ? found : 'rollBack',
		reason: stringAt(item, 'reason').trim(),
		actor: personOf(valueAt(item, 'user')),
		isCatalogRead: true,
		choices: [],
		services: [],
		release: null,
		entries: [],
		confirmation: '',
		whenChanged: 'show',
	};
}

/** The same, as an item carries it from page to page; null where there is none. */
export function readHand(value: unknown): Hand | null {
	const action = textAt(value, 'action') ?? undefined;
	if (!isAction(action)) return null;
	const release = valueAt(value, 'release');
	return {
		action,
		reason: stringAt(value, 'reason'),
		actor: stringAt(value, 'actor'),
		isCatalogRead: isTrueAt(value, 'isCatalogRead'),
		choices: listAt(value, 'choices').map(readChoice),
		services: listAt(value, 'services').map(readHandService),
		release: isRecord(release) ? readChoice(release) : null,
		entries: listAt(value, 'entries').map(readHandEntry),
		confirmation: stringAt(value, 'confirmation'),
		whenChanged: changes.find((known) => known === valueAt(value, 'whenChanged')) ?? 'show',
	};
}

export function readHandEntry(value: unknown): HandEntry {
	return {
		service: readHandService(valueAt(value, 'service')),
		liveId: stringAt(value, 'liveId'),
		liveCommit: stringAt(value, 'liveCommit'),
		toId: stringAt(value, 'toId'),
		toCommit: stringAt(value, 'toCommit'),
		left: stringAt(value, 'left'),
	};
}

export function readHandService(value: unknown): HandService {
	const settings = valueAt(value, 'settings');
	return {
		service: stringAt(value, 'service'),
		environment: stringAt(value, 'environment'),
		platform: stringAt(value, 'platform'),
		target: stringAt(value, 'target'),
		context: stringAt(value, 'context'),
		repository: stringAt(value, 'repository'),
		branch: stringAt(value, 'branch'),
		catalogRowId: numberAt(value, 'catalogRowId') ?? 0,
		lockKey: stringAt(value, 'lockKey'),
		settings: isRecord(settings) ? settings : {},
	};
}

/** `service / environment`, as people read it. */
export function nameOf({ service, environment }: Pick<HandService, 'service' | 'environment'>): string {
	return `${service} / ${environment}`;
}

/** With what they stand for behind those that read the same. */
export function distinctChoices(choices: readonly Choice[]): Choice[] {
	const count = (label: string): number => choices.filter((option) => option.label === label).length;
	return choices.map(({ label, value }) => ({ label: count(label) > 1 ? `${label} [${value}]` : label, value }));
}

const platformNames = new Map([
	['netlify', 'Netlify'],
	['fly', 'Fly.io'],
	['ecs', 'ECS'],
	['graphos', 'GraphOS'],
	['temporal', 'Temporal'],
]);

/** A platform of the catalog, as people call it. */
export function platformName(platform: string): string {
	return platformNames.get(platform) ?? platform;
}

/** The first seven letters of a commit. */
export function shortCommit(commit: string): string {
	return commit === '' ? 'unknown' : commit.slice(0, 7);
}

function readChoice(value: unknown): Choice {
	return { label: stringAt(value, 'label'), value: stringAt(value, 'value') };
}

function isAction(value: string | undefined): value is HandAction {
	return value !== undefined && Object.hasOwn(handActions, value);
}

/** The name of a login. */
function personOf(user: unknown): string {
	const name = [textAt(user, 'firstName'), textAt(user, 'lastName')].filter((part) => part !== null).join(' ');
	return name || textAt(user, 'email') || 'someone';
}
