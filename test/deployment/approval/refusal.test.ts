import { type Approval, readApproval } from '../../../nodes/deployment/approval/approval';
import {
	type ApprovalSight,
	type AuthorsSight,
	refusalByAuthors,
	refusalByHead,
	refusalByTables,
} from '../../../nodes/deployment/approval/refusal';
import { type CatalogRow, readCatalogRow } from '../../../nodes/deployment/catalog/catalogRow';
import { catalogRow } from '../catalog/catalogRows';

const NOW_MS = Date.parse('2026-11-27T12:00:00Z');
const [OLD, NEW] = ['a'.repeat(40), 'b'.repeat(40)];
const KIM = 'kim@candlefish.ai';

function approval(changes: Readonly<Record<string, string>> = {}): Approval {
	const read = readApproval({
		id: 7,
		key: 'acme/shop@main/web/production',
		repository: 'acme/shop',
		branch: 'main',
		service: 'web',
		environment: 'production',
		commit: NEW,
		head_commit: NEW,
		live_commit: OLD,
		state: 'asked',
		asked_at: '2026-11-27T11:00:00Z',
		expires_at: '2026-11-30T11:00:00Z',
		...changes,
	});
	if (!read) throw new Error('This is no approval.');
	return read;
}

function row(changes: Parameters<typeof catalogRow>[0] = {}): CatalogRow {
	const read = readCatalogRow(catalogRow({ approval: 'required', ...changes }), 1).row;
	if (!read) throw new Error('This is no row.');
	return read;
}

const tables = (changes: Partial<ApprovalSight> = {}): ReturnType<typeof refusalByTables> =>
	refusalByTables({ approval: approval(), row: row(), email: KIM, nowMs: NOW_MS, ...changes });

it('is given where nothing stands against it', () => {
	expect(tables()).toBeNull();
	expect(tables({ row: row({ approvers: `${KIM}, ada@candlefish.ai` }) })).toBeNull();
});

const given = { given_by: 'ada@candlefish.ai', given_at: '2026-11-27T11:30:00Z' };

it.each<[string, Partial<ApprovalSight>, RegExp, boolean]>([
	['its row is gone', { approval: null }, /^It is not asked for any more$/, false],
	[
		'it was given',
		{ approval: approval({ state: 'given', ...given }) },
		/^ada@candlefish.ai approved it already/,
		false,
	],
	[
		'it is live',
		{ approval: approval({ state: 'used', ...given }) },
		/^ada@candlefish.ai approved it, and it is live$/,
		false,
	],
	[
		'the branch moved on',
		{ approval: approval({ state: 'void', reason: 'It moved on' }) },
		/any more: It moved on$/,
		false,
	],
	['it has expired', { approval: approval({ state: 'expired' }) }, /^It expired on .* looked at right now/, true],
	['its time is up', { approval: approval({ expires_at: '2026-11-27T12:00:00Z' }) }, /^It expired on/, true],
	['its time cannot be read', { approval: approval({ expires_at: 'soon' }) }, /^It expired on/, true],
	['the service is gone from the catalog', { row: null }, /not in the catalog any more/, false],
	['the service is switched off', { row: row({ enabled: false }) }, /switched off there$/, false],
	['nobody asks for it any more', { row: row({ approval: '' }) }, /asks for no approval of it any more/, true],
	['nobody knows who it is', { email: '' }, /^n8n did not tell who you are/, false],
	['another is to approve', { row: row({ approvers: 'ada@candlefish.ai' }) }, /^Only ada@.* signed in as kim@/, false],
])('is not given where %s', (_, changes, words, isLookNeeded) => {
	expect(tables(changes)).toEqual({ text: expect.stringMatching(words), isLookNeeded });
});

describe('where the branch is', () => {
	it('is given for the head that it was asked for', () => {
		expect(refusalByHead(approval(), { isSeen: true, wanted: { commit: NEW, message: '', actor: '' } })).toBeNull();
	});

	it.each([
		[
			'it moved on',
			{ isSeen: true, wanted: { commit: OLD, message: '', actor: '' } } as const,
			/^main moved on to aaaaaaa/,
			true,
		],
		['it is gone', { isSeen: true, wanted: null } as const, /^main is gone/, true],
		[
			'nobody can see it',
			{ isSeen: false, reason: 'GitHub answered 502' } as const,
			/could not be seen: GitHub/,
			false,
		],
	])('is not given where %s', (_, head, words, isLookNeeded) => {
		expect(refusalByHead(approval(), head)).toEqual({ text: expect.stringMatching(words), isLookNeeded });
	});
});

describe('four eyes', () => {
	const wrote = (...emails: string[]): AuthorsSight => ({
		isSeen: true,
		authors: emails.map((email) => ({ commit: NEW, email })),
	});

	it.each<[string, AuthorsSight]>([
		['others wrote it', wrote('ada@candlefish.ai', 'sam@candlefish.ai')],
		['a bot wrote it', wrote('49699333+dependabot[bot]@users.noreply.github.com')],
		['nothing is in it', wrote()],
	])('lets somebody approve where %s', (_, sight) => {
		expect(refusalByAuthors(KIM, { approvers: [] }, sight)).toBeNull();
	});

	it.each<[string, AuthorsSight, RegExp]>([
		['it is their own', wrote('ada@candlefish.ai', KIM), /^You wrote bbbbbbb/],
		['an author hides', wrote('123+kim@users.noreply.github.com'), /nobody can tell whether that was you/],
		['GitHub wrote it for somebody', wrote('noreply@github.com'), /nobody can tell/],
		['an author has no address', wrote(''), /written under no address/],
		['the list is cut off', { isSeen: false, isTransient: false, reason: 'there are too many' }, /could not be told/],
		['GitHub is away', { isSeen: false, isTransient: true, reason: 'GitHub answered 502' }, /Try again in a minute$/],
	])('lets nobody approve where %s', (_, sight, words) => {
		expect(refusalByAuthors(KIM, { approvers: [] }, sight)?.text).toMatch(words);
	});

	it('believes the list of approvers where nobody can tell, and never lets them approve their own', () => {
		const listed = { approvers: [KIM] };
		expect(refusalByAuthors(KIM, listed, wrote(''))).toBeNull();
		expect(refusalByAuthors(KIM, listed, { isSeen: false, isTransient: false, reason: 'too many' })).toBeNull();
		expect(refusalByAuthors(KIM, listed, { isSeen: false, isTransient: true, reason: '502' })).not.toBeNull();
		expect(refusalByAuthors(KIM, listed, wrote(KIM))).not.toBeNull();
	});
});
