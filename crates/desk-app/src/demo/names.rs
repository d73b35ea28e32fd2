//! Names, streets and words of the demo: made up from several cultures as a city's clinic meets them. No list names
//! a person.

/// The names of one culture, with the language that its people may prefer at the desk.
pub(super) struct Culture {
    /// Share among the patients, of all weights.
    pub weight: u32,
    /// BCP 47.
    pub language: &'static str,
    /// Share of people who would rather speak it than English.
    pub prefers_it: f64,
    pub female: &'static [&'static str],
    pub male: &'static [&'static str],
    pub family: &'static [&'static str],
}

#[rustfmt::skip]
pub(super) const CULTURES: &[Culture] = &[
    Culture {
        weight: 40,
        language: "en",
        prefers_it: 1.0,
        female: &[
            "Emma", "Olivia", "Grace", "Hannah", "Claire", "Megan", "Ruth", "Alice", "Joan", "Caroline", "Nora",
            "Beth", "Heather", "Audrey", "Lucy", "Martha", "Eleanor", "Paige", "Sylvia", "Tess", "Frances", "Holly",
            "Judith", "Kathleen", "Dorothy",
        ],
        male: &[
            "James", "Henry", "Samuel", "Owen", "Peter", "Walter", "George", "Simon", "Thomas", "Nathan", "Paul",
            "Douglas", "Calvin", "Martin", "Edward", "Colin", "Stuart", "Gordon", "Hugh", "Wesley", "Ross", "Trevor",
            "Roger", "Dennis", "Malcolm",
        ],
        family: &[
            "Whitfield", "Harmon", "Caldwell", "Prescott", "Ashby", "Merritt", "Langley", "Thornton", "Barlow",
            "Holloway", "Sinclair", "Underwood", "Kendall", "Fairbanks", "Winslow", "Garrison", "Radcliffe", "Pruitt",
            "Lockwood", "Bradshaw", "Haines", "Mercer", "Stanton", "Wheeler", "Bishop", "Dalton", "Ferris", "Goddard",
            "Hollis", "Ingram", "Jarvis", "Kirby", "Latham", "Norwood", "Ogden", "Pickett", "Quincy", "Rowland",
            "Sheldon", "Talbot", "Vance", "Whitaker", "Yates", "Archer", "Blythe", "Cromwell", "Drummond", "Ellery",
        ],
    },
    Culture {
        weight: 18,
        language: "es",
        prefers_it: 0.35,
        female: &[
            "María José", "Lucía", "Sofía", "Ximena", "Inés", "Rocío", "Pilar", "Camila", "Noemí", "Begoña", "Ángela",
            "Mónica", "Teresa", "Graciela", "Belén", "Araceli", "Consuelo", "Yolanda",
        ],
        male: &[
            "José Luis", "Andrés", "Tomás", "Joaquín", "Rubén", "Íñigo", "Martín", "Ramón", "Adrián", "Efraín",
            "Germán", "Héctor", "Óscar", "Raúl", "Sebastián", "Víctor", "Álvaro", "Emilio",
        ],
        family: &[
            "Núñez", "Ibarra", "Peña", "Quintanilla", "Muñoz", "Escobedo", "Zúñiga", "Villaseñor", "Cárdenas", "Ordóñez",
            "Benítez", "Galván", "Lozano", "Montoya", "Patiño", "Saldívar", "Treviño", "Ybarra", "Arriaga", "Bustamante",
            "Castañeda", "Domínguez", "Echeverría", "Figueroa", "de la Cruz", "del Río",
        ],
    },
    Culture {
        weight: 8,
        language: "zh",
        prefers_it: 0.4,
        female: &["Mei", "Xiu", "Lan", "Ying", "Qiao", "Hui", "Fang", "Lihua", "Yan", "Jing", "Shu", "Ning"],
        male: &["Wei", "Jian", "Bo", "Ming", "Haoyu", "Zhen", "Guang", "Tao", "Kai", "Rong", "Jun", "Yi"],
        family: &[
            "Chen", "Zhao", "Huang", "Zhou", "Xu", "Guo", "Liang", "Song", "Tang", "Deng", "Feng", "Cao", "Peng", "Xiao",
            "Tian", "Dong", "Pan", "Yuan", "Lü",
        ],
    },
    Culture {
        weight: 7,
        language: "vi",
        prefers_it: 0.4,
        female: &["Thảo", "Hương", "Lan Anh", "Ngọc", "Trang", "Yến", "Bích", "Diệu", "Mai", "Phượng"],
        male: &["Minh", "Đức", "Hùng", "Quang", "Tuấn", "Khánh", "Phúc", "Bảo", "Long", "Việt"],
        family: &["Nguyễn", "Trần", "Phạm", "Huỳnh", "Võ", "Đặng", "Bùi", "Đỗ", "Hồ", "Ngô", "Dương", "Lý"],
    },
    Culture {
        weight: 7,
        language: "hi",
        prefers_it: 0.15,
        female: &["Ananya", "Kavita", "Meera", "Priya", "Lakshmi", "Sunita", "Radha", "Nisha", "Deepa", "Asha"],
        male: &["Arjun", "Rohan", "Vikram", "Sanjay", "Anil", "Rahul", "Kiran", "Suresh", "Manoj", "Dev"],
        family: &[
            "Sharma", "Patel", "Iyer", "Reddy", "Banerjee", "Kulkarni", "Menon", "Chopra", "Nair", "Deshmukh", "Bhatt",
            "Rao", "Joshi", "Saxena", "Mukherjee",
        ],
    },
    Culture {
        weight: 6,
        language: "ar",
        prefers_it: 0.3,
        female: &["Layla", "Amina", "Yasmin", "Salma", "Noor", "Rania", "Hala", "Dunya", "Samira", "Zahra"],
        male: &["Omar", "Karim", "Youssef", "Tariq", "Hassan", "Samir", "Nabil", "Rashid", "Ziad", "Faris"],
        family: &[
            "Haddad", "Mansour", "al-Khatib", "Nasser", "Darwish", "Saleh", "Khoury", "Rahman", "Aziz", "Hamdan",
            "Farouk", "al-Masri", "Qasim",
        ],
    },
    Culture {
        weight: 5,
        language: "fr",
        prefers_it: 0.2,
        female: &["Éloïse", "Chloé", "Amélie", "Fatoumata", "Adèle", "Célestine", "Aïssatou", "Mireille", "Noémie"],
        male: &["Théo", "Rémi", "Benoît", "Mamadou", "Jérôme", "François", "Ousmane", "Étienne", "Gaël"],
        family: &[
            "Lefèvre", "Beaumont", "Diallo", "Traoré", "Fournier", "Gauthier", "Désir", "Cissé", "Marchand", "Béranger",
            "N'Diaye", "Toussaint", "Côté",
        ],
    },
    Culture {
        weight: 4,
        language: "pl",
        prefers_it: 0.2,
        female: &["Agnieszka", "Bożena", "Małgorzata", "Zofia", "Ewa", "Łucja", "Hanna", "Danuta"],
        male: &["Wojciech", "Tadeusz", "Michał", "Paweł", "Grzegorz", "Stanisław", "Jacek", "Łukasz"],
        family: &[
            "Kowalczyk", "Wiśniewski", "Zieliński", "Wójcik", "Dąbrowski", "Jabłoński", "Krawczyk", "Mazur", "Pawlak",
            "Sikora", "Żak",
        ],
    },
    Culture {
        weight: 5,
        language: "pt",
        prefers_it: 0.3,
        female: &["Conceição", "Graça", "Beatriz", "Inês", "Lurdes", "Mafalda", "Tânia", "Vitória"],
        male: &["João", "Luís", "Gonçalo", "Nuno", "Simão", "Tiago", "Vasco", "Zé Pedro", "Caetano"],
        family: &[
            "Gonçalves", "Magalhães", "Araújo", "Conceição", "Guimarães", "Leitão", "Simões", "Brandão", "Falcão",
            "Assunção", "Tavares",
        ],
    },
];

/// Names of providers stand apart, so that no patient seems to be one.
#[rustfmt::skip]
pub(super) const PROVIDER_NAMES: &[(&str, &str)] = &[
    ("Mei", "Chang"), ("Daniel", "Okafor"), ("Sofia", "Lindqvist"), ("Rajiv", "Krishnan"), ("Hannah", "Goldberg"),
    ("Mateo", "Villanueva"), ("Aisha", "Siddiqui"), ("Patrick", "O'Sullivan"), ("Yuki", "Nakamura"),
    ("Elena", "Petrova"), ("Kwame", "Mensah"), ("Isabelle", "Rousseau"), ("Tomasz", "Zawadzki"), ("Leila", "Rahimi"),
    ("Bjørn", "Halvorsen"), ("Carmen", "Ortúzar"), ("Samuel", "Adeyemi"), ("Nadia", "Benhaddou"), ("Erik", "Sørensen"),
    ("Thuy", "Lương"), ("Marcus", "Fairchild"), ("Ingrid", "Bauer"), ("Devika", "Pillai"), ("Rafael", "Teixeira"),
    ("Miriam", "Katz"), ("Dimitri", "Papadakis"), ("Zeynep", "Aydın"), ("Callum", "MacLeod"), ("Wanjiru", "Kamau"),
    ("Giulia", "Ferrante"), ("Henrik", "Jansson"), ("Soo-jin", "Bae"), ("Oksana", "Hrytsenko"), ("Emeka", "Nwosu"),
    ("Beatrix", "Horváth"), ("Arash", "Tehrani"), ("Luz", "Arellano"), ("Niamh", "Gallagher"), ("Viktor", "Novák"),
    ("Amara", "Diop"),
];

/// Name, street, town, region, postal code: no such towns.
#[rustfmt::skip]
pub(super) const LOCATIONS: &[(&str, &str, &str, &str, &str)] = &[
    ("Riverside Clinic", "120 Canal Street", "Halden", "MA", "02199"),
    ("Northgate Clinic", "48 Beacon Avenue", "Halden", "MA", "02198"),
    ("Harborview Center", "7 Wharf Road", "Port Ellis", "MA", "02299"),
    ("Maplewood Clinic", "310 Orchard Lane", "Maplewood Falls", "MA", "01099"),
];

#[rustfmt::skip]
pub(super) const STREETS: &[&str] = &[
    "Alder Street", "Beech Road", "Canal Street", "Depot Square", "Elm Avenue", "Foundry Lane", "Garden Court",
    "Harbor Drive", "Ivy Terrace", "Juniper Way", "Kettle Hill", "Linden Street", "Mill Road", "North Avenue",
    "Orchard Lane", "Prospect Street", "Quarry Road", "Ridge Path", "School Street", "Tanner Row", "Union Street",
    "Valley Road", "Willow Bend", "York Place",
];

#[rustfmt::skip]
pub(super) const PAYERS: &[&str] = &[
    "Northwind Health Plan", "Meridian Mutual", "Commonwealth Care Alliance", "Bluewater Insurance", "Statewide Medicaid",
    "Federal Senior Plan", "Granite Benefit Trust", "Self-pay",
];
