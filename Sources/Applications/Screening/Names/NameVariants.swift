/// Words of names that are one name in many spellings, and words that say nothing about whose name
/// it is.
enum NameVariants {
    /// Spellings of names that come from the Arabic script, by the one that stands for all of them.
    static let canonical: [String: String] = {
        let spellings = """
            muhammad mohammed mohamed mohammad muhammed mohamad mohamud muhamad muhamed mahamed \
            mohammod mohd mahomed mehmed mehmet
            ahmad ahmed ahmet ahmeed
            mahmud mahmoud mahmood mehmood mehmud
            hamid hameed
            husayn hussein hussain husain hossain hossein hosein husein hussayn
            hasan hassan
            ali aly
            umar omar umer omer
            uthman othman osman usman ousmane
            yusuf youssef yousef yousuf yusef youssouf yusof yousif
            ibrahim ebrahim ibraheem ibrahem brahim
            ismail ismael ismaeel esmail ismaiel
            khalid khaled khaleed halid
            abdallah abdullah abdulla abdellah abdalla abdullahi
            mustafa mostafa moustafa mustapha
            said saeed saed saeid sayeed
            sayyid syed sayed sayid seyed
            jamal gamal jamaal djamal
            karim kareem kerim
            rashid rasheed rachid rashed
            salim saleem selim
            salih saleh salah
            nasir nasser naser nasr
            tariq tarek tarik tareq
            sharif shareef cherif sherif
            qasim kassem qassem kasim qasem qassim
            sulayman suleiman sulaiman soleiman suleyman suliman
            jafar jaafar gaafar jaffar
            hafiz hafez
            faysal faisal feisal
            musa moussa mousa moosa
            isa issa eissa essa
            yahya yehia yahia yehya
            dawud daoud dawood daud daoud
            zakariya zakaria zakariyya zekeriya
            aisha ayesha aicha aysha ayse
            fatima fatimah fatma fatemeh
            zaynab zainab zeinab zeynep
            maryam mariam meryem
            khadija khadijah khadeja hadija
            abu abou
            bakr bakar bakir
            hashim hashem haschem
            latif lateef
            majid majeed
            wahid waheed
            aziz azeez
            """
        var table: [String: String] = [:]
        for line in spellings.split(separator: "\n") {
            let words = line.split(separator: " ").map(String.init)
            for word in words { table[word] = words[0] }
        }
        return table
    }()

    /// "Servant of …", in the forms that it is joined to the name behind it.
    static let servant: Set<String> = [
        "abd", "abdul", "abdel", "abdal", "abdoul", "abdur", "abdus",
    ]
    static let articlesBehindServant: Set<String> = [
        "al", "el", "ul", "ur", "us", "ud", "ar", "as", "ad", "ed", "an", "er",
    ]
    static let articles: Set<String> = ["al", "el"]
    /// "Son of", "daughter of".
    static let kin: Set<String> = ["bin", "ibn", "bint", "ben", "binti"]

    static let titles: Set<String> = [
        "mr", "mrs", "ms", "miss", "mx", "dr", "prof", "professor", "rev", "reverend", "revd",
        "sir", "dame", "lord", "lady", "cllr", "councillor", "hon", "imam", "sheikh", "shaikh",
        "shaykh", "sheik", "haji", "hajji", "hajj", "mullah", "mulla", "mawlawi", "maulana",
        "mufti", "ayatollah", "general", "gen", "colonel", "col", "major", "maj", "captain", "capt",
        "brigadier", "lieutenant", "lt", "sergeant", "father", "fr", "sister", "brother", "pastor",
        "rabbi", "ustad", "ustadh", "canon", "deacon",
    ]

    static let legalForms: Set<String> = [
        "ltd", "limited", "plc", "llp", "llc", "lp", "inc", "incorporated", "cic", "cio", "scio",
        "co", "company", "corp", "corporation", "gmbh", "ag", "sa", "sarl", "bv", "nv", "ooo",
        "oao", "zao", "pao", "ao", "jsc", "pjsc", "ojsc", "cjsc", "fze", "fzco", "fzc", "spa",
        "srl", "sas", "pty", "pvt", "bhd", "sdn", "clg", "cbs", "bencom",
    ]
    static let legalPhrases: [[String]] = [
        ["community", "interest", "company"], ["charitable", "incorporated", "organisation"],
        ["community", "benefit", "society"], ["public", "limited", "company"],
        ["limited", "liability", "company"], ["joint", "stock", "company"],
    ]
    static let small: Set<String> = ["the", "of", "and", "for", "in", "a", "an", "at"]

    /// Words that many organisations share: alone they tell little.
    static let common: Set<String> = [
        "community", "communities", "centre", "center", "association", "associations", "group",
        "groups", "society", "foundation", "trust", "charity", "charitable", "club",
        "international",
        "national", "services", "service", "organisation", "organization", "network", "project",
        "projects", "youth", "women", "womens", "relief", "aid", "committee", "council", "union",
        "british", "english", "uk", "trading", "trade", "general", "bank", "holding", "holdings",
        "industries", "industry", "enterprise", "enterprises", "institute", "fund", "friends",
        "forum", "support", "social", "cultural", "development", "islamic", "muslim", "christian",
        "jewish", "hindu", "sikh", "church", "mosque", "school", "local", "new", "north", "south",
        "east", "west", "movement", "front", "party", "army", "brigade", "brigades",
    ]
}
