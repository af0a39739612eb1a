/** Who works at Riverside One: two teams by day, one by night, all week; and what each kind of equipment needs. */
import type { SiteDocumentInput } from '#shared/domain/site/document.ts';
import { text } from './plan.ts';

type Staff = NonNullable<SiteDocumentInput['staff']>;
type Shifts = NonNullable<Staff[number]['shifts']>;

const early: Shifts = [{ from: '07:00', to: '15:30' }];
const late: Shifts = [{ from: '15:00', to: '23:30' }];
const night: Shifts = [{ from: '23:00', to: '07:30' }];
const office: Shifts = [{ days: ['mon', 'tue', 'wed', 'thu', 'fri'], from: '08:30', to: '18:00' }];

export function riversideStaff(): Staff {
  return [
    person('zhao-lei', '赵磊', 'Zhao Lei', ['electrical', 'lift', 'rescue'], early),
    person('li-na', '李娜', 'Li Na', ['plumbing', 'hvac'], early),
    person('wang-qiang', '王强', 'Wang Qiang', ['fire', 'security', 'rescue'], early),
    person('sun-hao', '孙浩', 'Sun Hao', ['electrical', 'lift', 'rescue'], late),
    person('zhou-min', '周敏', 'Zhou Min', ['plumbing', 'hvac'], late),
    person('wu-tao', '吴涛', 'Wu Tao', ['fire', 'security', 'rescue'], late),
    person('zheng-kai', '郑凯', 'Zheng Kai', ['electrical', 'lift', 'rescue'], night),
    person('feng-jie', '冯杰', 'Feng Jie', ['plumbing', 'hvac', 'electrical'], night),
    person('he-jun', '何军', 'He Jun', ['fire', 'security', 'rescue'], night),
    person('xu-ying', '徐颖', 'Xu Ying', ['hvac', 'electrical', 'plumbing'], office),
    person('lin-bo', '林波', 'Lin Bo', ['fire', 'electrical', 'hvac'], office, '800'),
  ];
}

function person(
  id: string,
  zh: string,
  en: string,
  skills: string[],
  shifts: Shifts,
  contact?: string,
): Staff[number] {
  return { id, name: text(zh, en), skills, shifts, ...(contact === undefined ? {} : { contact }) };
}

export function riversideDispatch(): NonNullable<SiteDocumentInput['dispatch']> {
  return {
    skills: {
      electrical: text('电工', 'Electrical'),
      plumbing: text('给排水', 'Plumbing'),
      hvac: text('暖通', 'Ventilation and cooling'),
      lift: text('电梯', 'Lifts'),
      fire: text('消防', 'Fire systems'),
      security: text('安防', 'Security'),
      rescue: text('被困救援', 'Lift rescue'),
    },
    needs: {
      classes: {
        lift: ['lift', 'rescue'],
        'leak-sensor': ['plumbing'],
        sump: ['plumbing'],
        'water-valve': ['plumbing'],
        'water-tank': ['plumbing'],
        'water-meter': ['plumbing'],
        pump: ['plumbing'],
        chiller: ['hvac'],
        'cooling-tower': ['hvac'],
        'fire-pump': ['fire'],
      },
      disciplines: { security: ['security'], energy: ['electrical'], environment: ['hvac'], fire: ['fire'] },
    },
    assignment: 'one-key',
    currency: 'CNY',
    dutyManager: 'lin-bo',
  };
}
