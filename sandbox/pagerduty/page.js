platformPage({
	name: 'pagerduty',
	label: 'PagerDuty',
	sections: [{ rank: 20, id: 'incidents', title: 'PagerDuty incidents' }],
	faults: [['PagerDuty: 2 times 500', { platform: 'pagerduty', kind: 'status', status: 500, times: 2 }]],
	headline(pagerduty) {
		const open = list(pagerduty.incidents).filter((incident) => incident.status !== 'resolved').length;
		return open === 0 ? 'No open incidents.' : `${open} open incident${open === 1 ? '' : 's'}.`;
	},
	show(pagerduty) {
		table(
			'incidents',
			[
				['#', (incident) => String(incident.number)],
				['Opened', (incident) => time(incident.createdAtMs)],
				['Status', (incident) => chip(incident.status)],
				[
					'Severity',
					(incident) => chip(incident.severity, incident.status === 'resolved' ? '' : toneOf(incident.severity)),
				],
				['Events', (incident) => String(incident.triggerCount)],
				['Summary', (incident) => incident.summary, 'grow'],
			],
			[...list(pagerduty.incidents)]
				.reverse()
				.sort((left, right) => (left.status === 'resolved') - (right.status === 'resolved')),
			'Nobody has been paged',
		);
	},
});
