import { turnFields } from '../../../nodes/Upstash/api/redis/scripts/turnScripts';
import type { MemoryStore } from './memoryStore';

/*
 * The turn scripts in TypeScript: the embedded Redis takes milliseconds for one run of a script, and a walk makes
 * hundreds of thousands. `twins.test.ts` shows that they answer and leave the same as the Lua.
 */

/** A script's answer: names and values in turn. */
export type Twin = (store: MemoryStore, keys: readonly string[], values: readonly string[]) => string[];

type Report = (outcome: string, more?: readonly string[]) => string[];

function reportOf(store: MemoryStore, turn: string): Report {
	return (outcome, more = []) => [
		...['outcome', outcome, 'now', String(store.nowMs())],
		...turnFields.flatMap((name) => [name, store.field(turn, name)]),
		...more,
	];
}

function isOf(store: MemoryStore, turn: string, owner: string, execution: string): boolean {
	return owner !== '' && store.field(turn, 'owner') === owner && store.field(turn, 'execution') === execution;
}

function beatWords(store: MemoryStore, leaseMs: string): string[] {
	return ['beat', String(store.nowMs()), 'leaseUntil', String(store.nowMs() + Number(leaseMs))];
}

function howTaken(
	store: MemoryStore,
	turn: string,
	{ owner, previous, silence }: { readonly owner: string; readonly previous: string; readonly silence: string },
): string {
	const number = (name: string): number => Number(store.field(turn, name) || '0');
	const holder = store.field(turn, 'owner');
	if (holder === '') return 'free';
	if (number('leaseUntil') < store.nowMs()) return 'lapsed';
	if (holder !== owner) return '';
	if (previous !== '' && store.field(turn, 'execution') === previous) return 'handedOver';
	return store.nowMs() - number('beat') >= Number(silence) ? 'silent' : '';
}

export const askTwin: Twin = (store, keys, values) => {
	const [turn = '', once = '', run = '', names = ''] = keys;
	const [name = '', owner = '', execution = '', previous = '', wish = '', item = '', lease = '', silence = ''] = values;
	const [, , , , , , , , onceMemory = '', runMemory = ''] = values;
	const report = reportOf(store, turn);
	if (isOf(store, turn, owner, execution)) return report('alreadyTaken');
	if (store.has(once)) return report('notTaken');
	store.set(once, '1', Number(onceMemory));
	store.addToField(turn, 'asked', 1);
	if (wish === '1') store.setFields(turn, 'wish', String(store.nowMs()));
	const holder = store.field(turn, 'owner');
	const how = howTaken(store, turn, { owner, previous, silence });
	if (how === '') return report('notTaken');
	const wished = store.field(turn, 'wished');
	if (how === 'free') store.deleteFields(turn, 'wished');
	else if (wished !== '' && !store.hasField(turn, 'wish')) store.setFields(turn, 'wish', wished);
	const isCounted = store.field(turn, 'claimed') === store.field(turn, 'execution');
	if (holder !== owner) store.deleteFields(turn, 'restarts');
	else if (how !== 'handedOver' && !isCounted) store.addToField(turn, 'restarts', 1);
	store.deleteFields(turn, 'claimed', 'wished');
	const since = ['since', String(store.nowMs())];
	store.setFields(turn, 'owner', owner, 'execution', execution, ...since, 'item', item, ...beatWords(store, lease));
	store.addMember(names, name);
	store.set(run, name, Number(runMemory));
	return report('taken', ['how', how, 'previousOwner', holder === owner ? '' : holder]);
};

export const lookTwin: Twin = (store, keys, values) => {
	const [turn = '', once = '', keptRows = '', seen = ''] = keys;
	const [owner = '', execution = '', lease = '', onceMemory = '', blindField = '', seenField = ''] = values;
	const report = reportOf(store, turn);
	if (!isOf(store, turn, owner, execution)) return report('lost');
	const looked = (hadWish: boolean): string[] => {
		const found = ['blind', store.field(seen, blindField), 'seen', store.field(seen, seenField)];
		const kept = [...store.fieldsOf(keptRows).values()].flatMap((row, index) => [`kept${index + 1}`, row]);
		return report('looked', ['took', hadWish ? '1' : '0', ...found, ...kept]);
	};
	const before = store.get(once);
	if (before !== null) return looked(before === 'wish');
	const wish = store.field(turn, 'wish');
	store.set(once, wish === '' ? 'no wish' : 'wish', Number(onceMemory));
	const count = ['looked', store.field(turn, 'asked'), 'lookedAt', String(store.nowMs())];
	store.setFields(turn, ...count, ...beatWords(store, lease));
	if (wish !== '') {
		store.setFields(turn, 'wished', wish);
		store.deleteFields(turn, 'wish');
	}
	return looked(wish !== '');
};

const freedFields = ['owner', 'since', 'beat', 'leaseUntil', 'item', 'wished', 'claimed', 'restarts'] as const;

export const leaveTwin: Twin = (store, keys, values) => {
	const [turn = '', once = '', watch = ''] = keys;
	const [owner = '', execution = '', notes = '', head = '', lookAgainAt = '', repository = '', watched = ''] = values;
	const [, , , , , , , lease = '', onceMemory = ''] = values;
	const report = reportOf(store, turn);
	if (!isOf(store, turn, owner, execution)) {
		const isFree = store.field(turn, 'owner') === '' && store.field(turn, 'execution') === execution;
		return report(store.field(turn, 'left') === execution || isFree ? 'alreadyLeft' : 'lost');
	}
	if (store.has(once)) return report('again');
	const isAgain = store.field(turn, 'asked') !== store.field(turn, 'looked');
	if (!isAgain) store.deleteFields(turn, ...freedFields);
	store.setFields(turn, 'notes', notes, 'head', head, 'lookAgainAt', lookAgainAt);
	if (repository !== '' && watched === '') store.deleteFields(watch, repository);
	if (repository !== '' && watched !== '') store.setFields(watch, repository, watched);
	if (isAgain) {
		store.set(once, '1', Number(onceMemory));
		store.setFields(turn, ...beatWords(store, lease));
		return report('again');
	}
	store.setFields(turn, 'left', execution);
	return report('left');
};

export const takeOverTwin: Twin = (store, [turn = '', once = ''], [execution = '', silence = '', onceMemory = '']) => {
	const report = reportOf(store, turn);
	if (store.field(turn, 'owner') === '' || store.field(turn, 'execution') !== execution) return report('over');
	if (store.has(once)) return report('dead');
	if (store.field(turn, 'claimed') === execution) return report('claimedBefore');
	if (store.nowMs() - Number(store.field(turn, 'beat') || '0') < Number(silence)) return report('alive');
	store.set(once, '1', Number(onceMemory));
	store.setFields(turn, 'claimed', execution);
	store.addToField(turn, 'restarts', 1);
	return report('dead');
};
