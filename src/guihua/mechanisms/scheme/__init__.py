"""Engine of appraisal schemes (评价办法): marks by full-mark rules, added and deducted points, vetoes, classes, and what wins points back."""
