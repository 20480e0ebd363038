/** A row without an issue, as the Data Table gives it. */
export function catalogRow(changes: Readonly<Record<string, string | number | boolean | null>> = {}) {
	return {
		id: 1,
		createdAt: '2026-11-01T00:00:00.000Z',
		service: 'web',
		display_name: 'Web',
		environment: 'production',
		platform: 'netlify',
		// Two services on one target are an issue.
		target: changes.service || 'web',
		repository: 'acme/shop',
		branch: 'main',
		paths: 'apps/web/**',
		exclude_paths: '',
		wave: 3,
		health_url: 'https://shop.example/health',
		version_url: '',
		depends_on: '',
		enabled: true,
		hold: false,
		hold_reason: null,
		...changes,
	};
}

/** A push to main of acme/shop, as the GitHub Deploy Trigger gives it. */
export function pushEvent(changes: Readonly<Record<string, unknown>> = {}) {
	return {
		deliveryId: 'd3adbeef',
		event: 'push',
		action: null,
		repository: { fullName: 'acme/shop' },
		ref: 'refs/heads/main',
		branch: 'main',
		tag: null,
		sha: '1'.repeat(40),
		before: '2'.repeat(40),
		forced: false,
		changedFiles: ['apps/web/index.html'],
		changedFilesComplete: true,
		pullRequest: null,
		details: null,
		sender: 'kim',
		message: 'Change the title',
		pushedAt: null,
		...changes,
	};
}
