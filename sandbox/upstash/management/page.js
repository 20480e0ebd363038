// Its state is shown as JSON, among the other platforms.
platformPage({ name: 'upstash-management', label: 'Upstash Management', sections: [] });
