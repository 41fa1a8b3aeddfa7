package metrics

import "github.com/pmsite/pmsite/content"

// standings are the columns for the standings of action items.
var standings = []Column{
	{Head: "Closed", Count: "closed", Query: []string{"state", Closed}},
	{Head: "Open", Count: "open", Query: []string{"state", OnTime}},
	{Head: "Overdue", Count: "overdue", Query: []string{"state", content.Overdue}},
	{Head: "All", Count: "n"},
	{Head: "Closing rate", Text: "{closed/n}"},
}

// open are the columns for action items that are not closed.
var open = []Column{
	{Head: "Open", Count: "n", Query: []string{"state", "unfinished"}},
	{Head: "Overdue", Count: "overdue", Query: []string{"state", content.Overdue}},
}

var actionsPanel = Panel{
	Topic: Topic{
		Key: "actions", Name: "Action items by type",
		Counts: "Action items by type: closed (done or cancelled), open, and overdue, that is, open past " +
			"the due date on the “as of” day.",
		Unknown: "Items without a type are shown as “not given”. Open items without a due date are never " +
			"overdue; the next chart counts them.",
		Caveat: "A cancelled item counts as closed.",
	},
	Series: Source{Kind: KindCounts, Counting: Counting{By: "type", Items: true, Split: "standing"}},
	Shape:  ShapeRows,
	Note:   "{n|action item}, {closed/n} closed",
	Desc:   "Bars of {n|action item} by type: closed, open and overdue." + numbers,
	End:    "{n}",
	Head:   "Type", Columns: standings,
	Total: true,
	More:  More{Text: "All action items", Path: "action-items/"},
}

var statesPanel = Panel{
	Topic: Topic{
		Key: "states", Name: "Action items by state",
		Counts:  "Action items by state on the “as of” day. An overdue item counts only as overdue.",
		Unknown: "The table has rows for items with a tracking number and for open items without a due date.",
		Caveat:  "An item without a due date is never overdue.",
	},
	Series: Source{Kind: KindCounts, Counting: Counting{By: "state", Items: true}},
	Shape:  ShapeRows,
	Note:   "{n|action item}; {tracked/n} have tracking; {undated} open without a due date",
	Desc:   "Bars of action items by state." + numbers,
	End:    "{n}, {n/all}",
	Head:   "State", Columns: []Column{{Head: "Action items", Count: "n"}, {Head: "Share", Text: "{n/all}"}},
	Lines: []Line{
		{Name: "with tracking", Count: "tracked", Of: "n", Query: []string{"tracking", "yes"}},
		{Name: "open without a due date", Count: "undated", Of: "unfinished", Query: []string{"state", "unfinished", "due", ""}},
	},
}

var cohortsPanel = Panel{
	Topic: Topic{
		Key: "cohorts", Name: "Are action items followed up?",
		Counts:  "The action items of each period's post mortems, by what became of them.",
		Unknown: "When an item was closed is not recorded, so the period is that of the incident.",
		Caveat:  "Items of the newest periods have had the least time to be closed.",
	},
	Series: Source{Kind: KindCounts, Counting: Counting{By: "period", Items: true, Split: "standing"}},
	Shape:  ShapeColumns,
	Note:   "{shown|action item} by period of the incident" + outside,
	Desc:   "Stacked columns of action items by the period of their incident: closed, open and overdue." + numbers,
	Hint:   "{name}: {closed} closed, {open} open, {overdue} overdue",
	Head:   "Period", Columns: standings,
}

var ownersPanel = Panel{
	Topic: Topic{
		Key: "owners", Name: "Open action items by owner",
		Counts:  "Open and overdue action items by the role that owns them, most overdue first.",
		Unknown: "Items without an owner are listed under “nobody”.",
		Caveat:  "This shows who has taken on most, not who works least.",
	},
	Series: Source{Kind: KindCounts, Counting: Counting{
		By: "owner", Items: true, Split: "standing", Only: []string{OnTime, content.Overdue}, First: content.Overdue,
	}},
	Shape: ShapeRows,
	Note:  "{n} open, {overdue} of them overdue[, the oldest {longest|day} late][; {more|more owner} in the list of all action items]",
	Desc:  "Bars of open and overdue action items by owner, most overdue first." + numbers,
	End:   "{overdue} overdue of {n}",
	Head:  "Owner", Columns: open,
	Unnamed: "nobody", Max: maxRows, Total: true,
	More: More{Text: "Overdue action items", Path: "action-items/", Query: []string{"state", content.Overdue}},
}

var agesPanel = Panel{
	Topic: Topic{
		Key: "ages", Name: "Age of open action items",
		Counts:  "Open action items by days since the incident.",
		Unknown: "Items of a post mortem without a date are shown as “unknown”.",
		Caveat:  "When an item was agreed on is not recorded, so ages are counted from the incident.",
	},
	Series: Source{Kind: KindCounts, Counting: Counting{
		By: "age", Items: true, Split: "standing", Only: []string{OnTime, content.Overdue},
	}},
	Shape: ShapeColumns,
	Note:  "{n|open item} by days since the incident",
	Desc:  "Columns of open and overdue action items by days since the incident." + numbers,
	Hint:  "{name} days: {n} open, {overdue} of them overdue",
	Head:  "Days since the incident", Columns: open,
}
