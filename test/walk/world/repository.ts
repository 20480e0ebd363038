import type { BuildRun, HeadSight } from '../../../nodes/deployment/plan/sight';
import { commit } from '../../deployment/plan/sights';

/** The branch `main` of acme/shop, by words in the place of commits, with the content of each service at each. */
export class Repository {
	/** Null when the branch is gone. */
	head: string | null = null;
	message = '';
	isAway = false;
	private readonly contents = new Map<string, ReadonlyMap<string, string>>();
	private readonly builds = new Map<string, BuildRun[]>();
	private readonly wordsByCommit = new Map<string, string>();

	get words(): readonly string[] {
		return [...this.contents.keys()];
	}

	/** A commit on top of another that changes some services; it becomes the head. */
	push(word: string, changed: readonly string[], message: string): void {
		// A branch that was deleted comes back from somebody's clone.
		const before = this.contents.get(this.head ?? this.words.at(-1) ?? '') ?? new Map<string, string>();
		this.contents.set(word, new Map([...before, ...changed.map((service): [string, string] => [service, word])]));
		this.wordsByCommit.set(commit(word), word);
		this.force(word, message);
	}

	force(word: string, message: string): void {
		this.head = word;
		this.message = message;
	}

	/** What a service is at a commit's word; empty where that is not known. */
	contentAt(service: string, word: string): string {
		return this.contents.get(word)?.get(service) ?? '';
	}

	/** The word of a commit; empty for none of ours. */
	wordOf(wanted: string): string {
		return this.wordsByCommit.get(wanted) ?? '';
	}

	contentOf(service: string, wanted: string): string {
		return this.contentAt(service, this.wordOf(wanted));
	}

	headContent(service: string): string {
		return this.head === null ? '' : this.contentAt(service, this.head);
	}

	look(): HeadSight {
		if (this.isAway) return { isSeen: false, reason: 'GitHub did not answer' };
		const { head, message } = this;
		return { isSeen: true, wanted: head === null ? null : { commit: commit(head), message, actor: 'kim' } };
	}

	compare(service: string, base: string, head: string): 'same' | 'differs' | 'unknown' {
		if (this.isAway) return 'unknown';
		const [one, other] = [this.contentOf(service, base), this.contentOf(service, head)];
		return one !== '' && one === other ? 'same' : 'differs';
	}

	/** A run of the service's build workflow; a later one of the same commit takes its place. */
	build(service: string, word: string, state: BuildRun['state'], startedAt: string): void {
		const run: BuildRun = { commit: commit(word), state, startedAt, event: 'push' };
		this.builds.set(service, [run, ...this.buildsOf(service).filter((other) => other.commit !== run.commit)]);
	}

	buildsOf(service: string): readonly BuildRun[] {
		return this.builds.get(service) ?? [];
	}

	/** Whether an image of the head's content was built. */
	hasImageOfHead(service: string): boolean {
		const content = this.headContent(service);
		return this.buildsOf(service).some(
			(run) => run.state === 'succeeded' && this.contentOf(service, run.commit) === content,
		);
	}
}
