import type { MemoryStore } from './memoryStore';
import type { Twin } from './turnTwins';

/* The lock scripts that *Run While Held* uses, in TypeScript: see `turnTwins.ts`. */

function reportOf(store: MemoryStore, lock: string, fence: string, outcome: string): string[] {
	const life = store.lifeMsOf(lock);
	return [
		...['outcome', outcome, 'now', String(store.nowMs())],
		...['owner', 'token', 'since'].flatMap((name) => [name, store.field(lock, name)]),
		...['until', life < 0 ? '' : String(store.nowMs() + life), 'note', store.field(lock, 'note')],
		...[
			['lastOwner', 'owner'],
			['lastToken', 'token'],
			['lastSince', 'since'],
			['lastUntil', 'until'],
			['lastReleased', 'released'],
		].flatMap(([name = '', field = '']) => [name, store.field(fence, field)]),
	];
}

export const holdTwin: Twin = (store, keys, values) => {
	const [lock = '', fence = '', release = '', stop = ''] = keys;
	const [owner = '', ttl = '', note = '', holder = '', person = '', overruled = '', silence = '', stopMemory = ''] =
		values;
	const report = (outcome: string): string[] => reportOf(store, lock, fence, outcome);
	const noteHolder = (): void =>
		store.setFields(lock, 'holder', holder, 'ttl', ttl, 'person', person === '1' ? '1' : '');
	const take = (): string[] => {
		const token = store.addToField(fence, 'token', 1);
		store.delete(lock, release);
		store.setFields(lock, 'owner', owner, 'token', token, 'since', String(store.nowMs()), 'note', note);
		store.expireIn(lock, Number(ttl));
		const until = String(store.nowMs() + Number(ttl));
		store.setFields(fence, 'owner', owner, 'since', String(store.nowMs()), 'released', '', 'until', until);
		noteHolder();
		return report('acquired');
	};
	const current = store.field(lock, 'owner');
	if (current === '') return take();
	if (current === owner) {
		if (store.lifeMsOf(lock) < Number(ttl)) {
			store.expireIn(lock, Number(ttl));
			store.setFields(fence, 'until', String(store.nowMs() + Number(ttl)));
		}
		noteHolder();
		return report('alreadyHeld');
	}
	if (person !== '1') return report('heldByOther');
	const silentMs = Number(store.field(lock, 'ttl') || '0') - store.lifeMsOf(lock);
	if (store.field(lock, 'person') === '1' && silentMs < Number(silence)) return report('heldByPerson');
	const token = store.field(lock, 'token');
	store.set(stop, `${token}:${owner}`, Number(stopMemory));
	return overruled !== '' && overruled === token ? take() : report('stopAsked');
};

export const releaseTwin: Twin = (store, keys, [owner = '', memory = '', holder = '']) => {
	const [lock = '', fence = '', release = ''] = keys;
	const report = (outcome: string): string[] => reportOf(store, lock, fence, outcome);
	if (store.field(lock, 'owner') !== owner) {
		if (store.has(release)) return report('alreadyReleased');
		if (store.field(lock, 'owner') !== '') return report('heldByOther');
		if (store.field(fence, 'owner') !== owner) return report('notHeld');
		return report(store.hasField(fence, 'until') ? 'expired' : 'alreadyReleased');
	}
	if (holder !== '' && store.field(lock, 'holder') !== holder) return report('takenUp');
	const answer = report('released');
	const token = store.field(lock, 'token');
	store.delete(lock);
	store.set(release, token, Number(memory));
	store.setFields(fence, 'released', String(store.nowMs()));
	return answer;
};

export const inspectTwin: Twin = (store, [lock = '', fence = '']) =>
	reportOf(store, lock, fence, store.field(lock, 'owner') === '' ? 'free' : 'held');

function beatOfLock(
	store: MemoryStore,
	[lock = '', fence = '', stop = '']: readonly string[],
	{ words, isRenewal }: { readonly words: readonly string[]; readonly isRenewal: boolean },
): { readonly outcome: string; readonly stoppedBy: string } {
	const [owner = '', holder = '', ttl = '', token = ''] = words;
	const current = store.field(lock, 'owner');
	const asked = store.get(stop) ?? '';
	const stoppedBy = asked.startsWith(`${token}:`) ? asked.slice(token.length + 1) : '';
	if (current === '') return { outcome: 'free', stoppedBy };
	if (current !== owner) return { outcome: 'heldByOther', stoppedBy };
	if (store.field(lock, 'holder') !== holder) return { outcome: 'takenUp', stoppedBy };
	if (isRenewal && store.lifeMsOf(lock) < Number(ttl)) {
		store.expireIn(lock, Number(ttl));
		store.setFields(fence, 'until', String(store.nowMs() + Number(ttl)));
	}
	return { outcome: 'held', stoppedBy };
}

export const beatTwin: Twin = (store, keys, values) => {
	const [turn = '', ...lockKeys] = keys;
	const [owner = '', execution = '', lease = '', renewal = '', ...lockWords] = values;
	const isRenewal = renewal === '1';
	const answer = ['now', String(store.nowMs())];
	for (let place = 0; place < lockKeys.length / 3; place++) {
		const words = lockWords.slice(4 * place, 4 * place + 4);
		const seen = beatOfLock(store, lockKeys.slice(3 * place, 3 * place + 3), { words, isRenewal });
		answer.push(`lock${place}`, seen.outcome, `stop${place}`, seen.stoppedBy);
	}
	if (owner === '') return answer;
	const isHeld = store.field(turn, 'owner') === owner && store.field(turn, 'execution') === execution;
	if (isHeld && isRenewal) {
		const now = store.nowMs();
		store.setFields(turn, 'beat', String(now), 'leaseUntil', String(now + Number(lease)));
	}
	return [...answer, 'turn', isHeld ? 'held' : 'lost'];
};
