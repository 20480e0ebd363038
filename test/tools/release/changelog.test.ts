import { assertNextVersion, releasedChangelog } from '../../../tools/release/changelog';

const changelog =
	'# Changelog\n\nIn a form.\n\n## [Unreleased]\n\n### Added\n- A node.\n\n## [0.1.0] - 2026-01-02\n\n### Added\n- All.\n';

it('moves what is not released under the version and its day, and leaves the rest as it is', () => {
	expect(releasedChangelog(changelog, '1.0.0', '2026-11-28')).toBe(
		'# Changelog\n\nIn a form.\n\n## [Unreleased]\n\n## [1.0.0] - 2026-11-28\n\n### Added\n- A node.\n\n## [0.1.0] - 2026-01-02\n\n### Added\n- All.\n',
	);
});

it.each([
	['a version that has its section', changelog, '0.1.0', 'has a section 0.1.0 already'],
	['nothing that is new', changelog.replace('- A node.\n', ''), '1.0.0', 'there is nothing to release'],
	['a changelog without the heading', changelog.replace('[Unreleased]', 'Unreleased'), '1.0.0', 'has no section'],
])('refuses %s', (_, text, version, message) => {
	expect(() => releasedChangelog(text, version, '2026-11-28')).toThrow(message);
});

it.each([
	['0.1.0', '1.0.0'],
	['0.1.0', '0.1.1'],
	['1.9.0', '1.10.0'],
])('takes %s, then %s', (current, version) => {
	expect(() => assertNextVersion(version, current)).not.toThrow();
});

it.each([
	['1.0.0', '1.0.0', 'cannot be 1.0.0'],
	['1.10.0', '1.9.9', 'cannot be 1.9.9'],
	['0.1.0', '1.0', 'enter three numbers'],
	['0.1.0', 'v1.0.0', 'enter three numbers'],
	['0.1.0', '1.0.0-rc.1', 'enter three numbers'],
])('refuses %s, then %s', (current, version, message) => {
	expect(() => assertNextVersion(version, current)).toThrow(message);
});
