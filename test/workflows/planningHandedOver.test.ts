import { describePlanning } from './planningSuite';

describePlanning(1);
